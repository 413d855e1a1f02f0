import type { Metric } from './metrics.js';

/**
 * Times are ISO 8601. `at` is the time that counts: for a breach it is the due time, however late it was
 * noticed.
 */
export interface TimerFacts {
  number: string;
  timerId: string;
  metric: Metric;
  key?: string;
  departmentId: string;
  version: number;
  dueAt: string | null;
  at: string;
}

/**
 * What made a timer go by other terms: a fact of the ticket (`priority`, `type`, `department`, or `contact`, through
 * whom the customer writes), of its customer (`customer`, or `joined` where two turned out to be one), or what
 * administrators changed (`policy`, `calendar`).
 */
export const CAUSES = [
  'priority',
  'type',
  'department',
  'contact',
  'customer',
  'joined',
  'policy',
  'calendar',
] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * The version `replaces` has ended, for the `cause`. The new version keeps its consumed time, warnings and breach.
 */
export interface TimerStarted extends TimerFacts {
  policyId: string;
  policyVersion: number;
  calendarVersionId: string | null;
  targetSeconds: number;
  warnAfter: number[];
  consumedSeconds: number;
  warned: number;
  breachedAt: string | null;
  replaces: string | null;
  pausedReason: string | null;
  cause?: Cause;
}

/** `lateMs` says how long after its time the warning or breach was noticed. */
export interface TimerFired extends TimerFacts {
  lateMs: number;
}

declare module '../platform/events/index.js' {
  interface EventMap {
    'sla.timer_started': TimerStarted;
    'sla.timer_paused': TimerFacts & { reason: string };
    'sla.timer_resumed': TimerFacts;
    'sla.timer_met': TimerFacts & { breached: boolean };
    'sla.timer_cancelled': TimerFacts & { reason: string };
    'sla.warned': TimerFired & { afterSeconds: number };
    'sla.breached': TimerFired;
  }
}
