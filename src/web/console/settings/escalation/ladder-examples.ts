import type { Step } from '../../../../sla/index.js';
import { readTyped, type Typed } from '../../../forms/index.js';
import { MOST_STEPS, rowOf, stepsIn } from './ladder-form.js';

/** Most shops want these steps. The form adds one, and the reader changes it there. */
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
} as const;

export const EXAMPLE_KEYS = Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[];

/** Changes nothing if no example has that name or there is no room. */
export function withExample(typed: Typed, wanted: string): Typed {
  const key = EXAMPLE_KEYS.find((one) => one === wanted);
  const steps = stepsIn(typed);
  if (!key || steps.length >= MOST_STEPS) return typed;
  return { ...typed, ...readTyped({ ladder: [...steps, rowOf(EXAMPLES[key] as unknown as Step)] }) };
}
