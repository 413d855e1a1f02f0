import type { Metric } from './metrics.js';
import type { Threshold } from './threshold.js';

export const AUDIENCES = ['owner', 'lead', 'department', 'on_call', 'quality', 'admin'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const MEANS = ['console', 'email', 'robot'] as const;
export type Means = (typeof MEANS)[number];

/** States what a step does to the ticket, in the name of the member who saved the policy. */
export type StepAction =
  | { do: 'raise_priority' }
  | { do: 'reassign'; to: 'on_call' | 'lead' }
  | { do: 'hand_off'; department: string; note: string }
  | { do: 'note'; text: string };

/**
 * This is a step of the ladder. At the start, at a warning threshold or at the breach of one of `metrics` (of all when
 * left out), and `afterSeconds` of wall-clock time later, these people are told by these means. `robot` is the key of a
 * group robot. With `acknowledgeSeconds` the step goes on to the next person on call, the lead and the administrators
 * until one acknowledges.
 */
export interface Step {
  metrics?: Metric[];
  at: 'start' | 'breach' | Threshold;
  afterSeconds?: number;
  whom: Audience;
  by: Means[];
  robot?: string;
  acknowledgeSeconds?: number;
  action?: StepAction;
}
