export const ASKED = ['token', 'address', 'clock', 'templates', 'callback', 'signature'] as const;
export const STEPS = [
  ...ASKED,
  'text_in',
  'text_out',
  'image_out',
  'voice_out',
  'image_in',
  'voice_in',
] as const;
export type Step = (typeof STEPS)[number];

export const SENT_IN = ['text_in', 'image_in', 'voice_in'] as const satisfies Step[];
export const SENT_OUT = ['text_out', 'image_out', 'voice_out'] as const satisfies Step[];
export type SentOut = (typeof SENT_OUT)[number];

/**
 * `attention` means that the step works, but not entirely. `skipped` means that the account cannot do it, or
 * that another step must pass first.
 */
export type StepState = 'waiting' | 'running' | 'passed' | 'attention' | 'failed' | 'skipped';

/** A receipt or the time of a push can still fail a step that has passed. */
const BECOMES: Record<StepState, StepState[]> = {
  waiting: ['running', 'passed', 'attention', 'failed', 'skipped'],
  running: ['passed', 'attention', 'failed'],
  attention: ['attention', 'passed', 'failed'],
  failed: ['running', 'passed'],
  passed: ['failed'],
  skipped: [],
};

export function before(state: StepState): StepState[] {
  const states = Object.keys(BECOMES) as StepState[];
  return states.filter((from) => BECOMES[from].includes(state));
}

export interface Facts {
  /** WeChat saw this address of ours and does not allow it. */
  address?: string;
  /** Our clock is so many seconds ahead of WeChat's, or behind if the number is negative. */
  aheadS?: number;
  at?: string;
  turnedAway?: number;
  templates?: TemplateFault[];
}

/** `keywords` are the wrong ones or, for `twice`, the other templates. */
export interface TemplateFault {
  problem: 'gone' | 'unknown_keyword' | 'empty_keyword' | 'twice';
  title: string;
  templateId: string;
  purposes: string[];
  keywords: string[];
}

export interface Finding {
  state: StepState;
  reason?: string | null;
  facts?: Facts;
}

export interface TestStep {
  step: Step;
  state: StepState;
  reason: string | null;
  facts: Facts;
  at: Date | null;
}

/**
 * The tester sends `word`. `code` is the content of a QR code that opens the account's chat. `over` says that
 * every step is settled or that time has run out.
 */
export interface SelfTest {
  id: string;
  word: string;
  code: string | null;
  language: string;
  startedAt: Date;
  until: Date;
  over: boolean;
  steps: TestStep[];
}

export interface OpenTest {
  id: string;
  word: string;
  externalId: string | null;
  wants: Step[];
}
