import type { Metric } from './metrics.js';

export type TimerState = 'running' | 'paused' | 'met' | 'cancelled';

/**
 * Tells whose timer it is. This stays the same for all versions of a timer, and includes its ticket's number and
 * department.
 */
export interface TimerOf {
  ticketId: string;
  number: string;
  ticketDepartmentId: string;
  metric: Metric;
  /** Names the milestone and is empty for other metrics. */
  key: string;
  departmentId: string;
}

/** This is a row of the table `timer`. `id` is null until it is saved. */
export interface TimerRow extends TimerOf {
  id: string | null;
  version: number;
  state: TimerState;
  policyId: string;
  policyVersion: number;
  calendarVersionId: string | null;
  targetSeconds: number;
  /**
   * These are the counted seconds after which it warns, ascending; `warned` is how many of these warnings were given.
   */
  warnAfter: number[];
  warned: number;
  /** The timer is paused while its ticket is in one of these statuses. */
  pausing: string[];
  consumedMs: number;
  startedAt: Date;
  runningSince: Date | null;
  pausedReason: string | null;
  dueAt: Date | null;
  /** This is when the first warning is due. */
  warnAt: Date | null;
  nextFireAt: Date | null;
  warnedAt: Date | null;
  breachedAt: Date | null;
  firedLateMs: number | null;
  endedAt: Date | null;
  /** This is the version that this one took over from. */
  replaces: string | null;
}

/** An earlier version, or a ticket that is waiting, passes these values on to a timer that starts. */
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
