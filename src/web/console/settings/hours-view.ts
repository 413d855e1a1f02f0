import type { Calendar, Week, Window } from '../../../sla/index.js';

export interface Bar {
  /** Minutes of the day. */
  from: number;
  length: number;
}

export interface Day {
  /** `2026-11-20` */
  date: string;
  weekday: Weekday;
  bars: Bar[];
  windows: readonly Window[];
  /** Other hours than this weekday has: a holiday, or a make-up working day. */
  special: boolean;
}

const DAY_MINUTES = 24 * 60;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** The open hours of the next days; a night shift runs on into the day after its own. */
export function daysAhead(calendar: Calendar, today: string, count: number): Day[] {
  const first = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => {
    const date = dateOf(first + index * DAY_MS);
    const night = windowsOn(calendar, dateOf(first + (index - 1) * DAY_MS)).map(spanOf);
    const own = windowsOn(calendar, date).map(spanOf);
    const bars = [...night.map(([from, to]) => [from - DAY_MINUTES, to - DAY_MINUTES] as const), ...own].map(
      ([from, to]) => [Math.max(0, from), Math.min(DAY_MINUTES, to)] as const,
    );
    return {
      date,
      weekday: weekdayOf(date),
      windows: windowsOn(calendar, date),
      special: Object.hasOwn(calendar.overrides, date),
      bars: bars.filter(([from, to]) => to > from).map(([from, to]) => ({ from, length: to - from })),
    };
  });
}

/** The dates with hours of their own from `today` on, in order. */
export function specialDays(
  calendar: Calendar,
  today: string,
): { date: string; windows: readonly Window[] }[] {
  return Object.entries(calendar.overrides)
    .filter(([date]) => date >= today)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, windows]) => ({ date, windows }));
}

/** Days one after the other with the same hours, as one line: `mon` to `fri`. */
export function weekLines(week: Week): { from: string; to: string; windows: readonly Window[] }[] {
  const lines: { from: string; to: string; windows: readonly Window[] }[] = [];
  for (const day of [...WEEKDAYS.slice(1), WEEKDAYS[0]] as const) {
    const last = lines.at(-1);
    if (last && JSON.stringify(last.windows) === JSON.stringify(week[day])) last.to = day;
    else lines.push({ from: day, to: day, windows: week[day] });
  }
  return lines;
}

function windowsOn(calendar: Calendar, date: string): readonly Window[] {
  return calendar.overrides[date] ?? calendar.week[weekdayOf(date)];
}

function weekdayOf(date: string): Weekday {
  return WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'mon';
}

function spanOf([from, to]: Window): readonly [number, number] {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  return [start, end <= start ? end + DAY_MINUTES : end];
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function dateOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
