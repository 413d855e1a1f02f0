import { join, raw, type Sql, sql } from '../platform/database/index.js';
import { numberOf } from '../tickets/index.js';
import type { TimerRow } from './timer-row.js';
import type { Timer } from './timer.js';

/** The database returns `bigint` columns as text, and the ticket's number without its prefix. */
export type TimerColumns = Omit<TimerRow, 'consumedMs' | 'firedLateMs'> & {
  consumedMs: string;
  firedLateMs: string | null;
};

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
const MOVING: [column: string, type: string, property: keyof TimerRow][] = [
  ['state', 'text', 'state'],
  ['consumed_ms', 'bigint', 'consumedMs'],
  ['running_since', 'timestamptz', 'runningSince'],
  ['paused_reason', 'text', 'pausedReason'],
  ['due_at', 'timestamptz', 'dueAt'],
  ['warn_at', 'timestamptz', 'warnAt'],
  ['next_fire_at', 'timestamptz', 'nextFireAt'],
  ['warned', 'smallint', 'warned'],
  ['warned_at', 'timestamptz', 'warnedAt'],
  ['breached_at', 'timestamptz', 'breachedAt'],
  ['broken_at', 'timestamptz', 'brokenAt'],
  ['fired_late_ms', 'bigint', 'firedLateMs'],
  ['ended_at', 'timestamptz', 'endedAt'],
];
export const CHANGING = MOVING.map(([column]) => column);

export const COLUMNS = ['id', ...FIXED, ...CHANGING];

export function readRow(row: TimerColumns): TimerRow {
  const firedLateMs = row.firedLateMs === null ? null : Number(row.firedLateMs);
  return { ...row, number: numberOf(row), consumedMs: Number(row.consumedMs), firedLateMs };
}

/** PostgreSQL reads arrays of scalars in half the time of JSON. */
export function changes(timers: Timer[]): Sql {
  const arrays = [['id', 'bigint', 'id'] as const, ...MOVING].map(
    ([, type, property]) => sql`${timers.map(({ row }) => plain(row[property]))}::${raw(type)}[]`,
  );
  return sql`unnest(${join(arrays)}) as changed (id, ${raw(CHANGING.join(', '))})`;
}

/** jsonb_populate_recordset takes the columns of the table and ignores the others. */
export function asJson(timers: Timer[]): string {
  return JSON.stringify(timers.map(({ row }) => snakeCased(row)));
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

function snakeCased(row: TimerRow): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
