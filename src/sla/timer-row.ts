import type { Metric } from './metrics.js';

export type TimerState = 'running' | 'paused' | 'met' | 'cancelled';

/** Whose clock it is: what stays the same for all versions of a timer, and its ticket's number and department. */
export interface TimerOf {
  ticketId: string;
  number: string;
  ticketDepartmentId: string;
  metric: Metric;
  departmentId: string;
}

/** A row of table timer. `id` is null until it is saved. */
export interface TimerRow extends TimerOf {
  id: string | null;
  version: number;
  state: TimerState;
  policyId: string;
  calendarVersionId: string | null;
  targetSeconds: number;
  warnShare: number;
  consumedMs: number;
  startedAt: Date;
  runningSince: Date | null;
  pausedReason: string | null;
  dueAt: Date | null;
  warnAt: Date | null;
  nextFireAt: Date | null;
  warnedAt: Date | null;
  breachedAt: Date | null;
  firedLateMs: number | null;
  endedAt: Date | null;
}

/** What an earlier version, or a ticket that stands still, hands on to a timer that starts. */
export type Kept = Partial<Pick<TimerRow, 'consumedMs' | 'pausedReason' | 'warnedAt' | 'breachedAt'>>;

export function whose({ ticketId, number, ticketDepartmentId, metric, departmentId }: TimerRow): TimerOf {
  return { ticketId, number, ticketDepartmentId, metric, departmentId };
}

export const BLANK = {
  state: 'running',
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
} as const;
