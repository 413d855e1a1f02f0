import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Calendar, slices } from '../../src/hours/index.js';
import { calendarsIn } from '../../src/hours/defaults.js';
import { instantAt } from '../../src/hours/opening-hours.js';

const DAY_MS = 24 * 60 * 60_000;
const NINE_TO_FIVE = [['09:00', '17:00']] as const;
const newYork: Calendar = {
  zone: 'America/New_York',
  week: {
    ...{ mon: NINE_TO_FIVE, tue: NINE_TO_FIVE, wed: NINE_TO_FIVE, thu: NINE_TO_FIVE, fri: NINE_TO_FIVE },
    sat: [['22:00', '06:00']],
    sun: [],
  },
  overrides: {
    ...{ '2026-01-01': [], '2026-05-25': [], '2026-07-03': [], '2026-09-07': [], '2026-11-26': [] },
    '2026-11-27': [['09:00', '13:00']],
    '2026-12-25': [],
  },
};

// The files were made by another program (Python's zoneinfo) and read against the State Council's list of 2026.
it.each([
  ['mainland-shop-2026', calendarsIn('Asia/Shanghai')[0]!.calendar],
  ['always-2026', calendarsIn('Asia/Shanghai')[1]!.calendar],
  ['new-york-2026', newYork],
])('the working time of 2026 agrees with the golden file %s', (name, calendar) => {
  const golden = readFileSync(new URL(`golden/${name}.txt`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  expect(golden).toHaveLength(365);
  expect(golden.map((line) => dayOf(calendar, line.slice(0, 10)))).toEqual(golden);
});

function dayOf(calendar: Calendar, date: string): string {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const next = new Date(midnight + DAY_MS).toISOString().slice(0, 10);
  const worked = slices(instantAt(calendar, date), instantAt(calendar, next), calendar);
  const seconds = worked.reduce((sum, slice) => sum + slice.seconds, 0);
  const weekday = new Date(midnight).toUTCString().slice(0, 3);
  const short = (instant: Date) => instant.toISOString().slice(5, 19);
  return [date, weekday, seconds, ...worked.map(({ from, to }) => `${short(from)}/${short(to)}`)].join(' ');
}
