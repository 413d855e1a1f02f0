import type { Metric } from './metrics.js';

/** Times are ISO 8601. `at` is when it counts: the due time of a breach, however late a sweep saw it. */
export interface TimerFacts {
  number: string;
  timerId: string;
  metric: Metric;
  departmentId: string;
  version: number;
  dueAt: string | null;
  at: string;
}

/** `replaces` is the version that a change of priority, type or policy ended; what it had consumed is kept. */
export interface TimerStarted extends TimerFacts {
  policyId: string;
  calendarVersionId: string | null;
  targetSeconds: number;
  warnShare: number;
  consumedSeconds: number;
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
    'sla.warned': TimerFired;
    'sla.breached': TimerFired;
  }
}
