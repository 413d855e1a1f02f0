import { type Calendar, type CalendarProblem, minutesOf, WEEKDAYS, type Window } from './calendar.js';

const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * 60_000;

/**
 * Finds windows that continue after midnight into a window of the next day. Such a calendar is refused when
 * it is saved. If it exists already, every moment still counts only once.
 */
export function overnightProblems(calendar: Calendar, dates: readonly string[]): CalendarProblem[] {
  const days = WEEKDAYS.filter((day, index) =>
    runsInto(calendar.week[day], calendar.week[WEEKDAYS[(index + 1) % WEEKDAYS.length]!]),
  );
  const around = dates.filter((date) => [beside(date, -1), date].some((day) => overlapsNext(calendar, day)));
  return [...days.map((day) => `week.${day}`), ...around.map((date) => `overrides.${date}`)].map((field) => ({
    field,
    fault: 'overlapping_next_day',
  }));
}

function overlapsNext(calendar: Calendar, date: string): boolean {
  return runsInto(windowsOn(calendar, date), windowsOn(calendar, beside(date, 1)));
}

function runsInto(evening: readonly Window[], morning: readonly Window[]): boolean {
  const until = Math.max(0, ...evening.map(minutesOf).map(([, end]) => end - DAY_MINUTES));
  return morning.map(minutesOf).some(([start]) => start < until);
}

function windowsOn({ overrides, week }: Calendar, date: string): readonly Window[] {
  const weekday = WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]!;
  return overrides[date] ?? week[weekday];
}

function beside(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
