import { type TimeBase, add, elapsed } from '../hours/index.js';
import type { TimerStarted } from './sla.events.js';
import type { TimerState } from './timer-row.js';

export interface Entry {
  name: string;
  data: {
    at: string;
    dueAt: string | null;
    reason?: string;
    afterSeconds?: number;
    breached?: boolean;
  } & Partial<TimerStarted>;
}

/**
 * A warning or breach counts at the time at which it was due, whenever it was noticed. `afterSeconds` is null
 * for a breach.
 */
export interface Firing {
  at: number;
  afterSeconds: number | null;
}

/** All times are milliseconds since the epoch. */
export interface Account {
  state: TimerState;
  pausedReason: string | null;
  targetSeconds: number;
  consumedMs: number;
  runningSince: number | null;
  dueAt: number | null;
  nextFireAt: number | null;
  breachedAt: number | null;
  endedAt: number | null;
  warned: number;
  firings: Firing[];
}

const TURNS: Record<string, TimerState> = {
  'sla.timer_started': 'running',
  'sla.timer_paused': 'paused',
  'sla.timer_resumed': 'running',
  'sla.timer_met': 'met',
  'sla.timer_cancelled': 'cancelled',
};

/**
 * Computes a timer again from its starts, pauses and ends. Recorded warnings and breaches are ignored,
 * because the result is compared with them. `entries` are those of one timer, in order; they were read at
 * `until`.
 */
export function recompute(entries: readonly Entry[], hours: TimeBase, until: Date): Account {
  const [start, ...rest] = entries.filter(({ name }) => name in TURNS);
  if (start?.name !== 'sla.timer_started') throw new RangeError('a history begins with the start');
  const book = new Replay(start, hours);
  for (const entry of rest) book.turn(entry);
  return book.upTo(until);
}

class Replay {
  private readonly account: Account;
  private readonly thresholds: { seconds: number; warns: boolean }[];

  constructor(
    { data }: Entry,
    private readonly hours: TimeBase,
  ) {
    const { targetSeconds = 0, warnAfter = [], consumedSeconds = 0, warned = 0, breachedAt = null } = data;
    const warnings = warnAfter.slice(warned).map((seconds) => ({ seconds, warns: true }));
    // If the target was missed before this version began, there is nothing left to warn of.
    this.thresholds = breachedAt ? [] : [...warnings, { seconds: targetSeconds, warns: false }];
    this.account = {
      state: 'paused',
      pausedReason: data.pausedReason ?? null,
      targetSeconds,
      warned,
      firings: [],
      consumedMs: Math.round(consumedSeconds * 1000),
      breachedAt: breachedAt === null ? null : Date.parse(breachedAt),
      runningSince: null,
      dueAt: null,
      nextFireAt: null,
      endedAt: null,
    };
    if (this.account.pausedReason === null) this.run(Date.parse(data.at));
  }

  turn({ name, data }: Entry): void {
    const at = Date.parse(data.at);
    this.count(at);
    const state = TURNS[name]!;
    this.account.state = state;
    if (state === 'paused') this.account.pausedReason = data.reason ?? null;
    if (state === 'running') this.run(at);
    else this.account.runningSince = null;
    if (state === 'paused') this.account.dueAt = null;
    if (state === 'met' || state === 'cancelled') this.account.endedAt = at;
  }

  /** The time of the running stretch is not part of `consumedMs`. */
  upTo(until: Date): Account {
    const { consumedMs } = this.account;
    this.count(until.getTime());
    Object.assign(this.account, { consumedMs });
    return { ...this.account, nextFireAt: this.next };
  }

  private run(at: number): void {
    const { breachedAt, targetSeconds } = this.account;
    Object.assign(this.account, { state: 'running', pausedReason: null, runningSince: at });
    this.account.dueAt = breachedAt ?? this.when(targetSeconds);
  }

  private count(at: number): void {
    const { runningSince, consumedMs } = this.account;
    if (runningSince === null) return;
    const counted = Math.round(elapsed(new Date(runningSince), new Date(at), this.hours) * 1000);
    while (this.next !== null && this.next <= at) this.fire(this.thresholds.shift()!);
    this.account.consumedMs = consumedMs + counted;
  }

  private fire({ seconds, warns }: { seconds: number; warns: boolean }): void {
    const at = this.when(seconds);
    this.account.firings.push({ at, afterSeconds: warns ? seconds : null });
    if (warns) this.account.warned += 1;
    else this.account.breachedAt = at;
  }

  private get next(): number | null {
    const [threshold] = this.thresholds;
    return threshold && this.account.runningSince !== null ? this.when(threshold.seconds) : null;
  }

  private when(seconds: number): number {
    const { runningSince, consumedMs } = this.account;
    return add(new Date(runningSince!), Math.max(0, seconds - consumedMs / 1000), this.hours).getTime();
  }
}
