import type { Metric } from './metrics.js';

export type TimerState = 'running' | 'paused' | 'met' | 'cancelled';

/** Whose clock it is: what stays the same for all versions of a timer, and its ticket's number and department. */
export interface TimerOf {
  ticketId: string;
  number: string;
  ticketDepartmentId: string;
  metric: Metric;
  /** Which milestone; else empty. */
  key: string;
  departmentId: string;
}

/** A row of table timer. `id` is null until it is saved. */
export interface TimerRow extends TimerOf {
  id: string | null;
  version: number;
  state: TimerState;
  policyId: string;
  policyVersion: number;
  calendarVersionId: string | null;
  targetSeconds: number;
  /** The counted seconds after which it warns, ascending, and how many of these warnings were given. */
  warnAfter: number[];
  warned: number;
  /** The statuses of the ticket in which it stands still. */
  pausing: string[];
  consumedMs: number;
  startedAt: Date;
  runningSince: Date | null;
  pausedReason: string | null;
  dueAt: Date | null;
  /** Of the first warning. */
  warnAt: Date | null;
  nextFireAt: Date | null;
  warnedAt: Date | null;
  breachedAt: Date | null;
  firedLateMs: number | null;
  endedAt: Date | null;
  /** The version that this one took over from. */
  replaces: string | null;
}

/** What an earlier version, or a ticket that stands still, hands on to a timer that starts. */
export type Kept = Partial<
  Pick<TimerRow, 'consumedMs' | 'pausedReason' | 'warned' | 'warnedAt' | 'breachedAt' | 'replaces'>
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
  firedLateMs: null,
  endedAt: null,
  replaces: null,
} as const;
