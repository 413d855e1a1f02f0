import type { Metric } from './metrics.js';

export type TimerState = 'running' | 'paused' | 'met' | 'cancelled';

/** These facts stay the same for all versions of a timer. */
export interface TimerOf {
  ticketId: string;
  number: string;
  ticketDepartmentId: string;
  metric: Metric;
  key: string;
  departmentId: string;
}

/** `id` is null until the timer is saved. */
export interface TimerRow extends TimerOf {
  id: string | null;
  version: number;
  state: TimerState;
  policyId: string;
  policyVersion: number;
  calendarVersionId: string | null;
  targetSeconds: number;
  /**
   * `warnAfter` holds counted seconds in ascending order. `warned` says how many of these warnings were
   * given.
   */
  warnAfter: number[];
  warned: number;
  pausing: string[];
  consumedMs: number;
  startedAt: Date;
  runningSince: Date | null;
  pausedReason: string | null;
  dueAt: Date | null;
  warnAt: Date | null;
  nextFireAt: Date | null;
  warnedAt: Date | null;
  breachedAt: Date | null;
  /** The promise was first broken then, by these terms or by those of an earlier version. */
  brokenAt: Date | null;
  firedLateMs: number | null;
  endedAt: Date | null;
  replaces: string | null;
}

export type Kept = Partial<
  Pick<
    TimerRow,
    'consumedMs' | 'pausedReason' | 'warned' | 'warnedAt' | 'breachedAt' | 'brokenAt' | 'replaces'
  >
>;

export function whose(row: TimerRow): TimerOf {
  const { ticketId, number, ticketDepartmentId, metric, key, departmentId } = row;
  return { ticketId, number, ticketDepartmentId, metric, key, departmentId };
}

export const BLANK = {
  state: 'running',
  warned: 0,
  consumedMs: 0,
  runningSince: null,
  pausedReason: null,
  dueAt: null,
  warnAt: null,
  nextFireAt: null,
  warnedAt: null,
  breachedAt: null,
  brokenAt: null,
  firedLateMs: null,
  endedAt: null,
  replaces: null,
} as const;
