import { numberOf } from '../tickets/index.js';
import type { TimerRow } from './timer-row.js';
import type { Timer } from './timer.js';

/** A timer as the database gives it: `bigint` columns that are not ids come as text too, the number bare. */
export type TimerColumns = Omit<TimerRow, 'consumedMs' | 'firedLateMs'> & {
  consumedMs: string;
  firedLateMs: string | null;
};

/** Columns that are written once. */
export const FIXED = [
  'ticket_id',
  'metric',
  'key',
  'department_id',
  'version',
  'policy_id',
  'policy_version',
  'calendar_version_id',
  'target_seconds',
  'warn_after',
  'pausing',
  'started_at',
  'replaces',
];
/** Columns that a timer's moves change. */
export const CHANGING = [
  'state',
  'consumed_ms',
  'running_since',
  'paused_reason',
  'due_at',
  'warn_at',
  'next_fire_at',
  'warned',
  'warned_at',
  'breached_at',
  'fired_late_ms',
  'ended_at',
];

export function readRow(row: TimerColumns): TimerRow {
  const firedLateMs = row.firedLateMs === null ? null : Number(row.firedLateMs);
  return { ...row, number: numberOf(row), consumedMs: Number(row.consumedMs), firedLateMs };
}

/** For jsonb_populate_recordset: it takes the columns of the table and leaves the rest. */
export function asJson(timers: Timer[]): string {
  return JSON.stringify(timers.map(({ row }) => snakeCased(row)));
}

function snakeCased(row: TimerRow): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
