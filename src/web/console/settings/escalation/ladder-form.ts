import {
  AUDIENCES,
  type Metric,
  METRICS,
  MEANS,
  type Step,
  type StepAction,
  type Threshold,
} from '../../../../sla/index.js';
import { listAt, rowsAt, textAt, type Typed } from '../../../forms/index.js';

const MINUTE = 60;
const HUNDRED = 100;
const SPARE = 1;
export const MOST_STEPS = 12;
export const WHEN = ['start', 'share', 'left', 'breach'] as const;
export const ACTIONS = ['raise_priority', 'reassign_on_call', 'reassign_lead', 'hand_off', 'note'] as const;

/** A row whose `at` is empty is no step. */
export function stepsIn(typed: Typed): Typed[] {
  return rowsAt(typed, 'ladder').filter((row) => textAt(row, 'at') !== '');
}

export function ladderOf(typed: Typed): Step[] {
  return stepsIn(typed).map(stepOf);
}

export function ladderRows(steps: readonly Typed[]) {
  const count = Math.min(MOST_STEPS, steps.length + SPARE);
  return Array.from({ length: Math.max(count, steps.length) }, (_, place) => {
    const means = listAt(steps[place] ?? {}, 'by');
    return {
      place,
      number: place + 1,
      spare: place >= steps.length,
      by: MEANS.map((value) => ({ value, checked: means.includes(value) })),
    };
  });
}

export function rowOf(step: Step) {
  const { at, afterSeconds, metrics, whom, by, robot, acknowledgeSeconds, action } = step;
  return {
    ...thresholdFields(at),
    after: afterSeconds ? String(afterSeconds / MINUTE) : '',
    metrics: metrics?.join(',') ?? '',
    whom,
    by,
    robot: robot ?? '',
    answer: acknowledgeSeconds ? String(acknowledgeSeconds / MINUTE) : '',
    ...actionFields(action),
  };
}

/** Offers all metrics together, each one alone, and any group that a step already names. */
export function metricChoices(steps: readonly Typed[]): string[] {
  const named = steps.map((row) => textAt(row, 'metrics')).filter((metrics) => metrics.includes(','));
  return [...METRICS, ...new Set(named)];
}

function stepOf(row: Typed): Step {
  const text = (name: string) => textAt(row, name);
  const seconds = (name: string) => Math.round(Number(text(name)) * MINUTE);
  const by = listAt(row, 'by') as Step['by'];
  const action = actionOf(text);
  return {
    ...(text('metrics') !== '' && { metrics: text('metrics').split(',') as Metric[] }),
    at: thresholdOf(text('at'), Number(text('value'))),
    ...(text('after') !== '' && { afterSeconds: seconds('after') }),
    whom: (AUDIENCES.find((one) => one === text('whom')) ?? '') as Step['whom'],
    by,
    ...(by.includes('robot') && { robot: text('robot') }),
    ...(text('answer') !== '' && { acknowledgeSeconds: seconds('answer') }),
    ...(action && { action }),
  };
}

function thresholdOf(at: string, amount: number): 'start' | 'breach' | Threshold {
  if (at === 'share') return { share: amount / HUNDRED };
  return at === 'left' ? { leftSeconds: Math.round(amount * MINUTE) } : (at as 'start' | 'breach');
}

function actionOf(text: (name: string) => string): StepAction | undefined {
  switch (text('action')) {
    case 'raise_priority':
      return { do: 'raise_priority' };
    case 'reassign_on_call':
      return { do: 'reassign', to: 'on_call' };
    case 'reassign_lead':
      return { do: 'reassign', to: 'lead' };
    case 'hand_off':
      return { do: 'hand_off', department: text('department'), note: text('text') };
    case 'note':
      return { do: 'note', text: text('text') };
    default:
      return undefined;
  }
}

function thresholdFields(at: Step['at']): Record<string, string> {
  if (typeof at === 'string') return { at, value: '' };
  return 'share' in at
    ? { at: 'share', value: String(+(at.share * HUNDRED).toFixed(2)) }
    : { at: 'left', value: String(at.leftSeconds / MINUTE) };
}

function actionFields(action: StepAction | undefined): Record<string, string> {
  if (!action) return { action: '' };
  if (action.do === 'reassign') return { action: `reassign_${action.to}` };
  if (action.do === 'hand_off')
    return { action: 'hand_off', department: action.department, text: action.note };
  return { action: action.do, text: action.do === 'note' ? action.text : '' };
}
