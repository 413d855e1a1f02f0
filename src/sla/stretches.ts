import { elapsed, type Slice, slices, type TimeBase } from '../hours/index.js';
import type { Cause } from './sla.events.js';
import { instantAt } from '../hours/index.js';

/**
 * Stretches come in order. `counted` time counts up to the due time; it is `special` if an override gave the
 * hours. `closed` is more than a day on which nobody worked; it is `special` if a holiday is in it. `over` is
 * the time after the due time.
 */
export type Stretch =
  | ({ kind: 'counted'; special: boolean } & Slice)
  | { kind: 'closed'; from: Date; to: Date; special: boolean }
  | { kind: 'paused'; from: Date; to: Date | null; reason: string }
  | ({ kind: 'over' } & Slice);

export interface Turn {
  name: string;
  data: {
    at: string;
    reason?: string;
    pausedReason?: string | null;
    consumedSeconds?: number;
    cause?: Cause;
  };
}

/** `dueAt` is null for a paused timer that was not breached. `endedAt` is null while the timer is open. */
export interface TimerTimes {
  dueAt: Date | null;
  endedAt: Date | null;
  now: Date;
}

const DAY = 24 * 60 * 60_000;

/** The stretches continue after the due time until the timer ends, or until now. */
export function stretchesOf(turns: Turn[], { dueAt, endedAt, now }: TimerTimes, base: TimeBase): Stretch[] {
  const end = endedAt ?? (dueAt === null ? now : laterOf(dueAt, now));
  const deadline = dueAt ?? end;
  return turns.flatMap((turn, index): Stretch[] => {
    const from = new Date(turn.data.at);
    const next = turns[index + 1];
    const to = next ? new Date(next.data.at) : null;
    const reason = reasonOf(turn);
    if (reason !== null) return [{ kind: 'paused', from, to: to ?? endedAt, reason }];
    return ran(from, to ?? end, deadline, base);
  });
}

function reasonOf({ name, data }: Turn): string | null {
  return name === 'sla.timer_resumed' ? null : (data.reason ?? data.pausedReason ?? null);
}

function ran(from: Date, to: Date, deadline: Date, base: TimeBase): Stretch[] {
  const counted = withGaps(from, slices(from, earlierOf(to, deadline), base), base);
  const late = laterOf(from, deadline);
  if (to <= late) return counted;
  return [...counted, { kind: 'over', from: late, to, seconds: elapsed(late, to, base) }];
}

function withGaps(start: Date, counted: Slice[], base: TimeBase): Stretch[] {
  return counted.flatMap((slice, index): Stretch[] => {
    const from = counted[index - 1]?.to ?? start;
    const shown = { kind: 'counted', ...slice, special: isSpecial(slice.from, base) } as const;
    if (slice.from.getTime() - from.getTime() <= DAY) return [shown];
    return [{ kind: 'closed', from, to: slice.from, special: hasSpecial(from, slice.from, base) }, shown];
  });
}

function isSpecial(at: Date, base: TimeBase): boolean {
  return base !== null && base.overrides[dateOf(at, base.zone)] !== undefined;
}

function hasSpecial(from: Date, to: Date, base: TimeBase): boolean {
  if (base === null) return false;
  return Object.keys(base.overrides).some((date) => {
    const midnight = instantAt(base, date).getTime();
    return midnight >= from.getTime() && midnight + DAY <= to.getTime();
  });
}

function dateOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

function earlierOf(a: Date, b: Date): Date {
  return a < b ? a : b;
}

function laterOf(a: Date, b: Date): Date {
  return a > b ? a : b;
}
