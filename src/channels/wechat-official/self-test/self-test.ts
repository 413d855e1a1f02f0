/** A test of an account from end to end. What a step is, and what may become of it. */

/** The steps that need no phone, in the order in which they are shown. */
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

/** The steps in which the tester sends something, and those in which the tester receives something. */
export const SENT_IN = ['text_in', 'image_in', 'voice_in'] as const satisfies Step[];
export const SENT_OUT = ['text_out', 'image_out', 'voice_out'] as const satisfies Step[];
export type SentOut = (typeof SENT_OUT)[number];

/**
 * `attention` means that it works, but not entirely. `skipped` means that the account cannot do it, or that something
 * else comes first.
 */
export type StepState = 'waiting' | 'running' | 'passed' | 'attention' | 'failed' | 'skipped';

/** The allowed next states. A receipt or the time of a push can still fail a step that has passed. */
const BECOMES: Record<StepState, StepState[]> = {
  waiting: ['running', 'passed', 'attention', 'failed', 'skipped'],
  running: ['passed', 'attention', 'failed'],
  attention: ['attention', 'passed', 'failed'],
  failed: ['running', 'passed'],
  passed: ['failed'],
  skipped: [],
};

/** The states from which a step may change to this one. */
export function before(state: StepState): StepState[] {
  const states = Object.keys(BECOMES) as StepState[];
  return states.filter((from) => BECOMES[from].includes(state));
}

/** The facts that a step found in addition to its state. Each step has its own. */
export interface Facts {
  /** For `address`: the address that WeChat saw and does not allow. */
  address?: string;
  /** For `clock`: the seconds by which our clock is ahead of WeChat's; negative where it is behind. */
  aheadS?: number;
  /** For `callback` and `signature`: when the latest callback came, and how many were turned away within a day. */
  at?: string;
  turnedAway?: number;
  templates?: TemplateFault[];
}

/** `keywords` are the ones at fault. */
export interface TemplateFault {
  problem: 'gone' | 'unknown_keyword' | 'empty_keyword' | 'twice';
  title: string;
  templateId: string;
  purposes: string[];
  keywords: string[];
}

export interface Finding {
  state: StepState;
  /** The reason in the form that `explainReason` takes. */
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
 * `word` is what the tester sends, `code` the content of a QR code that leads a phone to the account. `over` says that
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

/** What a push needs to know about a running test: `wants` are the steps that wait for the tester. */
export interface OpenTest {
  id: string;
  word: string;
  externalId: string | null;
  wants: Step[];
}
