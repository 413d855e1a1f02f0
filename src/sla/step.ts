import type { Metric } from './metrics.js';
import type { Threshold } from './threshold.js';

export const AUDIENCES = ['owner', 'lead', 'department', 'on_call', 'quality', 'admin'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const MEANS = ['console', 'email', 'robot'] as const;
export type Means = (typeof MEANS)[number];

/** What a step does to the ticket, in the name of whoever saved the policy. */
export type StepAction =
  | { do: 'raise_priority' }
  | { do: 'reassign'; to: 'on_call' | 'lead' }
  | { do: 'hand_off'; department: string; note: string }
  | { do: 'note'; text: string };

/**
 * A step of the ladder: at the start, a warning threshold or the breach of the promises `metrics` (all where left
 * out), `afterSeconds` of wall clock later, these people are told by these means. `robot` is the key of a group robot.
 * With `acknowledgeSeconds` it goes on to the next on call, the lead and the administrators until one acknowledges.
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
