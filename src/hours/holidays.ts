import type { HolidayDay } from './calendar-draft.js';

export interface HolidayList {
  region: string;
  year: number;
  days: HolidayDay[];
}

/** The State Council announced these holidays: first day, last day and name. */
const RESTS_2026 = [
  ['2026-01-01', '2026-01-03', '元旦'],
  ['2026-02-15', '2026-02-23', '春节'],
  ['2026-04-04', '2026-04-06', '清明节'],
  ['2026-05-01', '2026-05-05', '劳动节'],
  ['2026-06-19', '2026-06-21', '端午节'],
  ['2026-09-25', '2026-09-27', '中秋节'],
  ['2026-10-01', '2026-10-07', '国庆节'],
] as const;
const WORKED_2026 = [
  ['2026-01-04', '元旦'],
  ['2026-02-14', '春节'],
  ['2026-02-28', '春节'],
  ['2026-05-09', '劳动节'],
  ['2026-09-20', '国庆节'],
  ['2026-10-10', '国庆节'],
] as const;

export const CHINA_2026: HolidayList = {
  region: 'CN',
  year: 2026,
  days: [
    ...RESTS_2026.flatMap(([first, last, name]) =>
      days(first, last).map((date) => ({ date, name, worked: false })),
    ),
    ...WORKED_2026.map(([date, name]) => ({ date, name, worked: true })),
  ].sort((a, b) => a.date.localeCompare(b.date)),
};

function days(first: string, last: string): string[] {
  const day = 24 * 60 * 60_000;
  const count = (Date.parse(last) - Date.parse(first)) / day + 1;
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(first) + at * day).toISOString().slice(0, 10),
  );
}
