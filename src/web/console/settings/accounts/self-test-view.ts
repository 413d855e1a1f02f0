import {
  type SelfTest,
  type Step,
  type StepState,
  type TestStep,
} from '../../../../channels/wechat-official/index.js';
import { explainReason, type Speaker } from '../../../../platform/words/index.js';
import { codePicture } from '../../../view/index.js';
import { todoOf } from './account-todo.js';

/** The steps are grouped by where a fault would be, in the order in which an administrator would repair it. */
const GROUPS: [group: string, steps: Step[]][] = [
  ['wechat', ['token', 'address', 'clock', 'templates']],
  ['callback', ['callback', 'signature']],
  ['phone', ['text_in', 'text_out', 'image_out', 'voice_out', 'image_in', 'voice_in']],
];

const ICONS: Record<StepState, string> = {
  waiting: 'circle',
  running: 'hourglass-split',
  passed: 'check-circle',
  attention: 'exclamation-triangle',
  failed: 'x-circle',
  skipped: 'dash-circle',
};

/** `missed` means that the step did not happen before the time was over. */
type ShownState = StepState | 'missed';

interface ShownStep extends Omit<TestStep, 'state' | 'reason'> {
  state: ShownState;
  icon: string;
  said: { reason: string; todo?: string } | null;
  /** This is a key of `channels.step_todo`, or null if the reason already says what to do. */
  todo: Step | null;
}

/** Prepares a test for its page. `waits` is true while the test waits for the phone. */
export function selfTestView(test: SelfTest, speaker: Speaker): object {
  const shown = new Map(test.steps.map((step) => [step.step, shownStep(step, test, speaker)]));
  const waits = !test.over && test.steps.some(({ step, state }) => isOfPhone(step) && isOpen(state));
  const all = [...shown.values()];
  return {
    ...test,
    waits,
    picture: waits && test.code && codePicture(test.code),
    wordSeen: shown.get('text_in')?.state === 'passed',
    passed: all.filter(({ state }) => state === 'passed').length,
    faults: all.filter(({ state }) => ['attention', 'failed', 'missed'].includes(state)).length,
    groups: GROUPS.map(([group, steps]) => ({
      group,
      steps: steps.flatMap((step) => shown.get(step) ?? []),
    })),
  };
}

function shownStep({ reason, ...step }: TestStep, { over }: SelfTest, speaker: Speaker): ShownStep {
  const missed = over && isOpen(step.state);
  const state = missed ? 'missed' : step.state;
  const said = reason === null ? null : { reason: explainReason(reason, speaker), todo: todoOf(reason) };
  const wrong = missed || state === 'failed' || state === 'attention';
  return {
    ...step,
    state,
    icon: missed ? 'x-circle' : ICONS[step.state],
    said,
    todo: wrong && !said?.todo ? step.step : null,
  };
}

function isOpen(state: StepState): boolean {
  return state === 'waiting' || state === 'running';
}

function isOfPhone(step: Step): boolean {
  return GROUPS.some(([group, steps]) => group === 'phone' && steps.includes(step));
}
