import { METRICS } from './metrics.js';
import { isThreshold, type PolicyFault, type PolicyWords } from './policy-faults.js';
import { AUDIENCES, MEANS, type Step, type StepAction } from './step.js';

const MOST_SECONDS = 30 * 24 * 3600;
const MOST_TEXT = 2_000;

/** What is wrong with a step of the ladder: the part, and why. */
export function stepFaults(step: Step, words: PolicyWords): [part: string, fault: PolicyFault][] {
  const { metrics = [], at, afterSeconds = 0, whom, by, robot, acknowledgeSeconds = 60, action } = step;
  const needsRobot = by.includes('robot');
  const checks: [boolean, string, PolicyFault][] = [
    [metrics.some((metric) => !METRICS.includes(metric)), 'metrics', 'unknown_metric'],
    [typeof at === 'object' ? !isThreshold(at) : at !== 'start' && at !== 'breach', 'at', 'bad_threshold'],
    [!isDelay(afterSeconds), 'afterSeconds', 'bad_seconds'],
    [!AUDIENCES.includes(whom), 'whom', 'unknown_audience'],
    [by.length === 0 || by.some((means) => !MEANS.includes(means)), 'by', 'no_means'],
    [needsRobot && !words.robot.includes(robot ?? ''), 'robot', 'unknown_robot'],
    [!isDelay(acknowledgeSeconds) || acknowledgeSeconds < 30, 'acknowledgeSeconds', 'bad_seconds'],
    [action !== undefined && !isAction(action, words), 'action', 'bad_action'],
  ];
  return checks.filter(([wrong]) => wrong).map(([, part, fault]) => [part, fault]);
}

function isDelay(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= MOST_SECONDS;
}

function isAction(action: StepAction, words: PolicyWords): boolean {
  switch (action.do) {
    case 'raise_priority':
      return true;
    case 'reassign':
      return action.to === 'on_call' || action.to === 'lead';
    case 'hand_off':
      return (words.department?.includes(action.department) ?? false) && isText(action.note);
    case 'note':
      return isText(action.text);
    default:
      return false;
  }
}

function isText(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== '' && text.length <= MOST_TEXT;
}
