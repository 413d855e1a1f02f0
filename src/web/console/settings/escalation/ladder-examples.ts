import type { Step } from '../../../../sla/index.js';
import { type LadderValues, ladderValues, MOST_STEPS, usedRows } from './ladder-form.js';

/** Steps that most shops want; the form adds one and they are changed from there. */
const EXAMPLES = {
  call: {
    at: 'start',
    metrics: ['resolution'],
    whom: 'on_call',
    by: ['console', 'email'],
    acknowledgeSeconds: 300,
  },
  warn: { at: { share: 0.75 }, whom: 'owner', by: ['console'] },
  overdue: { at: 'breach', whom: 'lead', by: ['console', 'email'] },
} as const satisfies Record<string, Step>;

export const EXAMPLE_KEYS = Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[];

/** What was typed, with the example after it; unchanged where there is none of that name, or no room. */
export function withExample(values: LadderValues, wanted: string): LadderValues {
  const key = EXAMPLE_KEYS.find((one) => one === wanted);
  const next = Math.max(-1, ...usedRows(values)) + 1;
  if (!key || next >= MOST_STEPS) return values;
  const fields = Object.entries(ladderValues([EXAMPLES[key]]));
  const added = fields.map(([name, value]) => [name.replace('ladder_0_', `ladder_${next}_`), value]);
  return { ...values, ...(Object.fromEntries(added) as LadderValues) };
}
