import type { Calendar, Window } from './calendar.js';

/** The State Council's holidays and make-up working days (调休) of 2026, first and last day of each rest. */
const RESTS_2026 = [
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
] as const;
const WORKED_2026 = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];

/** Overrides of a calendar of mainland China whose make-up days are worked in these windows. */
export function chinaHolidays(windows: readonly Window[]): Calendar['overrides'] {
  const closed = RESTS_2026.flatMap(([first, last]) => days(first, last)).map((day) => [day, []] as const);
  return Object.fromEntries([...closed, ...WORKED_2026.map((day) => [day, windows] as const)]);
}

function days(first: string, last: string): string[] {
  const day = 24 * 60 * 60_000;
  const count = (Date.parse(last) - Date.parse(first)) / day + 1;
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(first) + at * day).toISOString().slice(0, 10),
  );
}
