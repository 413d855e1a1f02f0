import { IANAZone } from 'luxon';
import { type Calendar, WEEKDAYS, type Window, calendarProblems, minutesOf } from './calendar.js';

/** Both times are milliseconds since the epoch. */
export interface Opening {
  from: number;
  to: number;
}

const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;

// A saved calendar never changes, so the times of its days are computed only once.
const known = new WeakMap<Calendar, OpeningHours>();

export function openingHours(calendar: Calendar): OpeningHours {
  const hours = known.get(calendar) ?? new OpeningHours(calendar);
  known.set(calendar, hours);
  return hours;
}

export function instantAt(calendar: Calendar, date: string): Date {
  return new Date(openingHours(calendar).midnight(Date.parse(`${date}T00:00:00Z`) / DAY));
}

/** Returns the time itself while the desk is open. */
export function nextOpening(time: Date, calendar: Calendar): Date {
  for (const { from } of openingHours(calendar).from(time.getTime())) return new Date(from);
  throw new RangeError('a calendar ended');
}

export class OpeningHours {
  private readonly zone: IANAZone;
  private readonly days = new Map<number, Opening[]>();

  constructor(private readonly calendar: Calendar) {
    const [problem] = calendarProblems(calendar);
    if (problem) throw new RangeError(`calendar refused: ${problem.fault} in ${problem.field}`);
    this.zone = IANAZone.create(calendar.zone);
  }

  /** The stretches come in order and never overlap. There is no last one. */
  *from(start: number): Generator<Opening> {
    let since = start;
    // The night shift that began on the previous day may not have ended yet.
    for (let day = this.dayOf(start) - 1; ; day++) {
      for (const { from, to } of this.openOn(day)) {
        if (to <= since) continue;
        yield { from: Math.max(from, since), to };
        since = to;
      }
    }
  }

  midnight(day: number): number {
    return this.instantOf(day, 0);
  }

  private openOn(day: number): Opening[] {
    const openings = this.days.get(day) ?? this.expand(day);
    this.days.set(day, openings);
    return openings;
  }

  private expand(day: number): Opening[] {
    return this.windowsOf(day)
      .map(minutesOf)
      .map(([start, end]) => ({ from: this.instantOf(day, start), to: this.instantOf(day, end) }))
      .filter(({ from, to }) => to > from)
      .sort((a, b) => a.from - b.from);
  }

  private windowsOf(day: number): readonly Window[] {
    const date = new Date(day * DAY).toISOString().slice(0, 10);
    // Day 0, 1 January 1970, was a Thursday.
    const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon';
    return this.calendar.overrides[date] ?? this.calendar.week[weekday];
  }

  private dayOf(instant: number): number {
    return Math.floor((instant + this.offset(instant)) / DAY);
  }

  /**
   * A local time that occurs twice when clocks go back means its first occurrence. A time that is skipped
   * when clocks go forward means the moment of the jump. So windows that touch also touch on those days.
   */
  private instantOf(day: number, minute: number): number {
    const local = day * DAY + minute * MINUTE;
    const before = this.offset(local - DAY);
    const after = this.offset(local + DAY);
    if (before === after) return local - before;
    const real = [local - before, local - after].filter(
      (instant) => instant + this.offset(instant) === local,
    );
    return real.length > 0 ? Math.min(...real) : this.jump(local - after, local - before);
  }

  private jump(low: number, high: number): number {
    const old = this.offset(low);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offset(middle) === old) low = middle;
      else high = middle;
    }
    return high;
  }

  private offset(instant: number): number {
    return this.zone.offset(instant) * MINUTE;
  }
}
