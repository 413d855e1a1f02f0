import type { FieldFault } from '../platform/http/index.js';
import { IANAZone } from 'luxon';

/**
 * Times are local. A window ends at "24:00" at the latest, or after midnight if its end is not after its
 * start.
 */
export type Window = readonly [from: string, to: string];

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export type Week = Readonly<Record<Weekday, readonly Window[]>>;

/**
 * A window belongs to the day on which it begins, so a night shift continues into a day off. `overrides` hold
 * the windows of single dates ("2026-10-10"): none for a holiday, some for a make-up working day.
 */
export interface Calendar {
  readonly zone: string;
  readonly week: Week;
  readonly overrides: Readonly<Record<string, readonly Window[]>>;
}

export type KeptCalendar = Calendar & { readonly calendarId: string };

export interface CalendarProblem {
  field: string;
  fault: FieldFault;
}

const DAY_MINUTES = 24 * 60;
const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export function calendarProblems(calendar: Calendar): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  if (!IANAZone.isValidZone(calendar.zone)) problems.push({ field: 'zone', fault: 'bad_zone' });
  for (const day of WEEKDAYS) problems.push(...windowProblems(`week.${day}`, calendar.week[day]));
  for (const [date, windows] of Object.entries(calendar.overrides)) {
    if (!isDate(date)) problems.push({ field: `overrides.${date}`, fault: 'bad_date' });
    problems.push(...windowProblems(`overrides.${date}`, windows));
  }
  // The overrides end one day. After that, a week without windows would mean that no deadline ever comes.
  if (WEEKDAYS.every((day) => calendar.week[day].length === 0))
    problems.push({ field: 'week', fault: 'no_window' });
  return problems;
}

/**
 * Minutes count from the beginning of the day on which the window begins. An end after midnight is above
 * 1440.
 */
export function minutesOf([from, to]: Window): [number, number] {
  const start = minuteOf(from);
  const end = minuteOf(to);
  return [start, end <= start ? end + DAY_MINUTES : end];
}

/** Returns the most common length of a working day. "Two working days" are counted in such days. */
export function ordinaryDaySeconds(calendar: Pick<Calendar, 'week'>): number {
  const lengths = WEEKDAYS.map((day) => daySeconds(calendar.week[day])).filter((seconds) => seconds > 0);
  const often = (seconds: number) => lengths.filter((other) => other === seconds).length;
  return lengths.reduce((best, seconds) => (often(seconds) > often(best) ? seconds : best), lengths[0] ?? 0);
}

export function windowProblems(field: string, windows: readonly Window[]): CalendarProblem[] {
  if (windows.some(([from, to]) => !TIME.test(from) || !TIME.test(to) || from === '24:00')) {
    return [{ field, fault: 'bad_windows' }];
  }
  if (windows.some(([from, to]) => from === to)) return [{ field, fault: 'empty_window' }];
  const spans = windows.map(minutesOf).sort(([a], [b]) => a - b);
  const overlaps = spans.some(([start], at) => at > 0 && start < (spans[at - 1]?.[1] ?? 0));
  return overlaps ? [{ field, fault: 'overlapping_windows' }] : [];
}

function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function daySeconds(windows: readonly Window[]): number {
  return windows.map(minutesOf).reduce((sum, [start, end]) => sum + (end - start) * 60, 0);
}
