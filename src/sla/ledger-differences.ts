import type { TimeBase } from '../hours/index.js';
import { type Account, type Entry, type Firing, recompute } from './ledger.js';
import type { TimerRow } from './timer-row.js';

export interface Difference {
  number: string;
  timerId: string;
  field: string;
  stored: string;
  recomputed: string;
}

type Values = Record<string, string>;

interface Around {
  hours: TimeBase;
  now: Date;
  /** An earlier version of the timer was broken then. */
  brokenBefore: Date | null;
}

/** A warning or breach that is due but not noticed yet is no difference. */
export function differences(
  row: TimerRow,
  entries: readonly Entry[],
  { hours, now, brokenBefore }: Around,
): Difference[] {
  if (entries.every(({ name }) => name !== 'sla.timer_started')) {
    return [difference(row, 'history', ['a timer', 'no start'])];
  }
  const due = row.nextFireAt !== null && row.nextFireAt <= now ? new Date(row.nextFireAt.getTime() - 1) : now;
  const account = recompute(entries, hours, due);
  const stored = { ...storedValues(row), ...toldValues(entries) };
  const recomputed = { ...accountValues(account, brokenBefore), ...firedValues(account) };
  return Object.keys(stored)
    .filter((field) => stored[field] !== recomputed[field])
    .map((field) => difference(row, field, [stored[field]!, recomputed[field]!]));
}

function storedValues(row: TimerRow): Values {
  return texts({
    state: row.state,
    pausedReason: row.pausedReason,
    targetSeconds: row.targetSeconds,
    consumedMs: row.consumedMs,
    warned: row.warned,
    runningSince: row.runningSince,
    dueAt: row.dueAt,
    nextFireAt: row.nextFireAt,
    breachedAt: row.breachedAt,
    brokenAt: row.brokenAt,
    endedAt: row.endedAt,
  });
}

function accountValues(account: Account, brokenBefore: Date | null): Values {
  const instant = (ms: number | null) => ms !== null && new Date(ms);
  return texts({
    state: account.state,
    pausedReason: account.pausedReason,
    targetSeconds: account.targetSeconds,
    consumedMs: account.consumedMs,
    warned: account.warned,
    runningSince: instant(account.runningSince),
    dueAt: instant(account.dueAt),
    nextFireAt: instant(account.nextFireAt),
    breachedAt: instant(account.breachedAt),
    brokenAt: brokenBefore ?? instant(account.breachedAt),
    endedAt: instant(account.endedAt),
  });
}

function toldValues(entries: readonly Entry[]): Values {
  const firings = entries
    .filter(({ name }) => name === 'sla.warned' || name === 'sla.breached')
    .map(({ data }) => ({ at: Date.parse(data.at), afterSeconds: data.afterSeconds ?? null }));
  const met = entries.find(({ name }) => name === 'sla.timer_met');
  return { ...firingTexts(firings), result: met ? resultOf(met.data.breached === true) : 'none' };
}

function firedValues(account: Account): Values {
  const result = account.state === 'met' ? resultOf(account.breachedAt !== null) : 'none';
  return { ...firingTexts(account.firings), result };
}

function firingTexts(firings: readonly Firing[]): Values {
  const said = (some: readonly Firing[]) =>
    some
      .map(({ at, afterSeconds }) => `${afterSeconds === null ? '' : `${afterSeconds} s: `}${iso(at)}`)
      .join(', ') || 'none';
  return {
    warnings: said(firings.filter(({ afterSeconds }) => afterSeconds !== null)),
    breaches: said(firings.filter(({ afterSeconds }) => afterSeconds === null)),
  };
}

function resultOf(breached: boolean): string {
  return breached ? 'broken' : 'kept';
}

function texts(values: Record<string, Date | string | number | false | null>): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : String(value === false ? null : value),
    ]),
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function difference(row: TimerRow, field: string, [stored, recomputed]: [string, string]): Difference {
  return { number: row.number, timerId: String(row.id), field, stored, recomputed };
}
