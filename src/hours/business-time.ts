import type { Calendar } from './calendar.js';
import { type Opening, openingHours } from './opening-hours.js';

export interface Slice {
  from: Date;
  to: Date;
  seconds: number;
}

/** Without a calendar, every second counts. */
export type TimeBase = Calendar | null;

/**
 * Returns the first instant at which so many counted seconds have passed. A window counts as (opening,
 * closing], so two hours from 16:00 end at 18:00 if the desk closes then, and not the next morning. The
 * result is exact to the millisecond. Throws `RangeError` for a calendar that `calendarProblems` would
 * refuse.
 */
export function add(start: Date, seconds: number, calendar: TimeBase): Date {
  let left = Math.round(seconds * 1000);
  if (calendar === null) return new Date(start.getTime() + left);
  const openings = openingHours(calendar).from(start.getTime());
  if (left <= 0) return start;
  for (const { from, to } of openings) {
    if (left <= to - from) return new Date(from + left);
    left -= to - from;
  }
  throw new RangeError('a calendar ended');
}

/** Returns seconds with milliseconds as decimals, or 0 if `b` is before `a`. */
export function elapsed(a: Date, b: Date, calendar: TimeBase): number {
  return between(a, b, calendar).reduce((sum, { from, to }) => sum + (to - from), 0) / 1000;
}

export function slices(a: Date, b: Date, calendar: TimeBase): Slice[] {
  return between(a, b, calendar).map(({ from, to }) => ({
    from: new Date(from),
    to: new Date(to),
    seconds: (to - from) / 1000,
  }));
}

function between(a: Date, b: Date, calendar: TimeBase): Opening[] {
  const end = b.getTime();
  if (end <= a.getTime()) return [];
  if (calendar === null) return [{ from: a.getTime(), to: end }];
  const counted: Opening[] = [];
  for (const { from, to } of openingHours(calendar).from(a.getTime())) {
    if (from >= end) break;
    counted.push({ from, to: Math.min(to, end) });
  }
  return counted;
}
