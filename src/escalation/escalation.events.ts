import type { Audience } from '../sla/index.js';

/** `level` is the number of levels that were called before. `deliverAt` is after the quiet hours. */
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
    'sla.escalation_asked': { number: string; escalationId: string; late: boolean };
    'sla.acknowledged': { number: string; alertId: string };
  }
}
