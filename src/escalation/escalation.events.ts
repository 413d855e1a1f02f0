import type { Audience } from '../sla/index.js';

/** A step of a ladder was taken. `level` counts whom it has come to by now, `deliverAt` is after the quiet hours. */
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
    /** `late`: a promise was broken already when it was asked for. */
    'sla.escalation_asked': { number: string; escalationId: string; late: boolean };
    'sla.acknowledged': { number: string; alertId: string };
  }
}
