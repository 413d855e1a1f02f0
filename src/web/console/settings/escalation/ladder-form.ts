import {
  AUDIENCES,
  type Metric,
  METRICS,
  MEANS,
  type Step,
  type StepAction,
  type Threshold,
} from '../../../../sla/index.js';

/** The ladder of a policy as fields of a form: `ladder_0_at`, `ladder_0_whom` … A row whose `at` is empty is no step. */
export type LadderValues = Record<string, string>;

const MINUTE = 60;
const HUNDRED = 100;
export const MOST_STEPS = 12;
const SPARE = 1;
export const WHEN = ['start', 'share', 'left', 'breach'] as const;
export const ACTIONS = ['raise_priority', 'reassign_on_call', 'reassign_lead', 'hand_off', 'note'] as const;
/** Where a fault of the room's words is shown: the parts of a step are not the fields of its row. */
const FIELDS: Record<string, string> = {
  metrics: 'metric',
  afterSeconds: 'after',
  acknowledgeSeconds: 'answer',
};

export function ladderValues(ladder: readonly Step[]): LadderValues {
  const fields = ladder.flatMap((step, row) =>
    Object.entries(rowOf(step)).map(([name, value]): [string, string] => [`ladder_${row}_${name}`, value]),
  );
  return Object.fromEntries(fields);
}

export function ladderOf(values: LadderValues): Step[] {
  return usedRows(values).map((row) => stepOf((name) => values[`ladder_${row}_${name}`]?.trim() ?? ''));
}

/** Rows to draw, with spare ones at the end; faults (`ladder.1.robot`) stand beside the field of the row meant. */
export function ladderRows(values: LadderValues, faults: Record<string, unknown> = {}) {
  const used = usedRows(values);
  const count = Math.min(MOST_STEPS, used.length + SPARE);
  return Array.from({ length: count }, (_, place) => {
    const row = used[place];
    const value = (name: string) => (row === undefined ? '' : (values[`ladder_${row}_${name}`] ?? ''));
    const names = [
      'at',
      'value',
      'after',
      'metric',
      'whom',
      'group',
      'answer',
      'action',
      'department',
      'text',
    ];
    return {
      place,
      number: place + 1,
      spare: row === undefined,
      values: Object.fromEntries([...names, ...MEANS].map((name) => [name, value(name)])),
      errors: faultsOf(place, faults),
    };
  });
}

function faultsOf(place: number, faults: Record<string, unknown>): Record<string, string> {
  const start = `ladder.${place}.`;
  const own = Object.entries(faults).filter(([field]) => field.startsWith(start));
  return Object.fromEntries(
    own.map(([field, fault]) => {
      const part = field.slice(start.length);
      return [FIELDS[part] ?? part, `ladder_${String(fault).replace(/^(policy|ladder)_/, '')}`];
    }),
  );
}

/** Which rows are steps. */
export function usedRows(values: LadderValues): number[] {
  return Array.from({ length: MOST_STEPS }, (_, row) => row).filter((row) =>
    values[`ladder_${row}_at`]?.trim(),
  );
}

function stepOf(value: (name: string) => string): Step {
  const minutes = (name: string) => Math.round(Number(value(name)) * MINUTE);
  const metrics = value('metric') === '' ? undefined : (value('metric').split(',') as Metric[]);
  const action = actionOf(value);
  return {
    ...(metrics && { metrics }),
    at: thresholdOf(value('at'), Number(value('value'))),
    ...(value('after') !== '' && { afterSeconds: minutes('after') }),
    whom: (AUDIENCES.find((one) => one === value('whom')) ?? '') as Step['whom'],
    by: MEANS.filter((means) => value(means) !== ''),
    ...(value('robot') !== '' && { robot: value('group') }),
    ...(value('answer') !== '' && { acknowledgeSeconds: minutes('answer') }),
    ...(action && { action }),
  };
}

function thresholdOf(at: string, amount: number): 'start' | 'breach' | Threshold {
  if (at === 'share') return { share: amount / HUNDRED };
  return at === 'left' ? { leftSeconds: Math.round(amount * MINUTE) } : (at as 'start' | 'breach');
}

function actionOf(value: (name: string) => string): StepAction | undefined {
  switch (value('action')) {
    case 'raise_priority':
      return { do: 'raise_priority' };
    case 'reassign_on_call':
      return { do: 'reassign', to: 'on_call' };
    case 'reassign_lead':
      return { do: 'reassign', to: 'lead' };
    case 'hand_off':
      return { do: 'hand_off', department: value('department'), note: value('text') };
    case 'note':
      return { do: 'note', text: value('text') };
    default:
      return undefined;
  }
}

function rowOf({
  at,
  afterSeconds,
  metrics,
  whom,
  by,
  robot,
  acknowledgeSeconds,
  action,
}: Step): Record<string, string> {
  return {
    ...thresholdFields(at),
    after: afterSeconds ? String(afterSeconds / MINUTE) : '',
    metric: metrics?.join(',') ?? '',
    whom,
    ...Object.fromEntries(by.map((means) => [means, 'yes'])),
    group: robot ?? '',
    answer: acknowledgeSeconds ? String(acknowledgeSeconds / MINUTE) : '',
    ...actionFields(action),
  };
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

/** For the choice of a promise: all, each, and whatever group a step names already. */
export function metricChoices(values: LadderValues): string[] {
  const named = Object.entries(values).filter(
    ([name, text]) => /^ladder_\d+_metric$/.test(name) && text.includes(','),
  );
  return [...METRICS, ...new Set(named.map(([, text]) => text))];
}
