/** A test of an account from end to end. What a step is, and what may become of it. */

/** What needs no phone, in the order in which it is shown. */
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

/** What a tester sends, and what is sent to the tester. */
export const SENT_IN = ['text_in', 'image_in', 'voice_in'] as const satisfies Step[];
export const SENT_OUT = ['text_out', 'image_out', 'voice_out'] as const satisfies Step[];
export type SentOut = (typeof SENT_OUT)[number];

/** `attention`: it works, but not all of it. `skipped`: this account cannot, or something else comes first. */
export type StepState = 'waiting' | 'running' | 'passed' | 'attention' | 'failed' | 'skipped';

/** What a step may become. A receipt or a push's clock may still prove wrong what has passed. */
const BECOMES: Record<StepState, StepState[]> = {
  waiting: ['running', 'passed', 'attention', 'failed', 'skipped'],
  running: ['passed', 'attention', 'failed'],
  attention: ['attention', 'passed', 'failed'],
  failed: ['running', 'passed'],
  passed: ['failed'],
  skipped: [],
};

/** The states from which a step may come into this one. */
export function before(state: StepState): StepState[] {
  const states = Object.keys(BECOMES) as StepState[];
  return states.filter((from) => BECOMES[from].includes(state));
}

/** What a step found beside its state; each step has its own of these. */
export interface Facts {
  /** Of `address`: the one that WeChat saw and does not allow. */
  address?: string;
  /** Of `clock`: by how much ours is ahead of WeChat's, negative where it is behind. */
  aheadS?: number;
  /** Of `callback` and `signature`: when something last came, and how much was turned away within a day. */
  at?: string;
  turnedAway?: number;
  templates?: TemplateFault[];
}

/** `keywords` are those that are the matter. */
export interface TemplateFault {
  problem: 'gone' | 'unknown_keyword' | 'empty_keyword' | 'twice';
  title: string;
  templateId: string;
  purposes: string[];
  keywords: string[];
}

export interface Finding {
  state: StepState;
  /** For `explainReason`. */
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
 * `word` is what the tester sends, `code` what a code says that leads a phone to the account. `over`: all is settled, or
 * time has run out.
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

/** What a push may have to do with a test that is under way: `wants` are the steps that wait for the tester. */
export interface OpenTest {
  id: string;
  word: string;
  externalId: string | null;
  wants: Step[];
}
