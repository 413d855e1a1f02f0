import type { Audience } from '../sla/index.js';

/**
 * Records that a step of a ladder was taken. `level` counts how many levels have been called by now; `deliverAt` takes
 * the quiet hours into account.
 */
export interface Escalated {
  number: string;
  kind: 'step' | 'climb' | 'asked';
  whom: Audience;
  level: number;
  memberIds: string[];
  action: string | null;
  deliverAt: string;
  lateMs: number;
}

declare module '../platform/events/index.js' {
  interface EventMap {
    'sla.escalated': Escalated;
    /** `late` tells that a target had already been missed when the escalation was asked for. */
    'sla.escalation_asked': { number: string; escalationId: string; late: boolean };
    'sla.acknowledged': { number: string; alertId: string };
  }
}
