import type { Metric } from './metrics.js';
import type { Threshold } from './threshold.js';

export const AUDIENCES = ['owner', 'lead', 'department', 'on_call', 'quality', 'admin'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const MEANS = ['console', 'email', 'robot'] as const;
export type Means = (typeof MEANS)[number];

/** A step acts in the name of the member who saved the policy. */
export type StepAction =
  | { do: 'raise_priority' }
  | { do: 'reassign'; to: 'on_call' | 'lead' }
  | { do: 'hand_off'; department: string; note: string }
  | { do: 'note'; text: string };

/**
 * The step is due at the start, at a threshold or at the breach of one of `metrics` (or of any), and
 * `afterSeconds` of real time later. `robot` is the key of a group robot. With `acknowledgeSeconds`, one
 * person after another is called until somebody acknowledges: everybody on call, the lead, the
 * administrators.
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
