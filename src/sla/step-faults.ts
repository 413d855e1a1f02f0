import type { Fault } from '../platform/http/index.js';
import { isUnseen } from '../platform/reading/index.js';
import { METRICS } from './metrics.js';
import { isThreshold, type PolicyWords } from './policy-faults.js';
import { AUDIENCES, MEANS, type Step, type StepAction } from './step.js';

const MOST_SECONDS = 30 * 24 * 3600;
const MOST_TEXT = 2_000;

export function stepFaults(step: Step, words: PolicyWords): [part: string, fault: Fault][] {
  const { metrics = [], at, afterSeconds = 0, whom, by, robot, acknowledgeSeconds = 60, action } = step;
  const needsRobot = by.includes('robot');
  const checks: [boolean, string, Fault][] = [
    [metrics.some((metric) => !METRICS.includes(metric)), 'metrics', 'unknown'],
    [typeof at === 'object' ? !isThreshold(at) : at !== 'start' && at !== 'breach', 'at', 'bad_threshold'],
    [!isDelay(afterSeconds), 'afterSeconds', 'bad_delay'],
    [!AUDIENCES.includes(whom), 'whom', 'unknown'],
    [by.length === 0 || by.some((means) => !MEANS.includes(means)), 'by', 'no_means'],
    [needsRobot && !words.robot.includes(robot ?? ''), 'robot', 'unknown'],
    [!isDelay(acknowledgeSeconds) || acknowledgeSeconds < 30, 'acknowledgeSeconds', 'bad_delay'],
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
  return typeof text === 'string' && !isUnseen(text) && text.length <= MOST_TEXT;
}
