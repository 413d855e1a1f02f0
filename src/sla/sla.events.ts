import type { Metric } from './metrics.js';

/** Times are ISO 8601. `at` is when it counts: the due time of a breach, however late a sweep saw it. */
export interface TimerFacts {
  number: string;
  timerId: string;
  metric: Metric;
  /** Which milestone. */
  key?: string;
  departmentId: string;
  version: number;
  dueAt: string | null;
  at: string;
}

/**
 * `replaces` is the version that a change of priority, type, policy, department or calendar ended. What it had consumed,
 * how many warnings it had given and when it had been breached is kept.
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
}

/** `lateMs`: how long after its time the warning or breach was noticed. */
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
    /** `afterSeconds`: the threshold, in counted seconds. */
    'sla.warned': TimerFired & { afterSeconds: number };
    'sla.breached': TimerFired;
  }
}
