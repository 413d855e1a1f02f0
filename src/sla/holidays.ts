import { Invalid } from '../platform/http/index.js';
import type { HolidayDay } from './calendar-draft.js';

/** A year's official days of one region. */
export interface HolidayList {
  region: string;
  year: number;
  days: HolidayDay[];
}

/** The State Council's rests of 2026, first and last day of each, with their names. */
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

/** Mainland China's holidays and make-up working days (调休) of 2026: what a new installation knows. */
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

const MOST_DAYS = 366;
const DATE = /^(\d{4})-\d{2}-\d{2}$/;

/**
 * A list from a file: our own shape `{region, year, days: [{date, name, worked}]}`, or that of the holiday-cn project,
 * `{year, days: [{date, name, isOffDay}]}`, which is China's. Throws Invalid (`invalid_holidays`) naming the first
 * entry that is wrong.
 */
export function readHolidayList(text: string): HolidayList {
  const file = asRecord(parsed(text), 'the file');
  const region = file.region ?? 'CN';
  const { year, days: entries } = file;
  if (typeof region !== 'string' || !/^[A-Z]{2}$/.test(region)) throw wrong('region', 'Two capital letters');
  if (typeof year !== 'number' || !Number.isInteger(year) || year < 2000 || year > 2100)
    throw wrong('year', 'A year such as 2027');
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MOST_DAYS)
    throw wrong('days', 'A list of 1 to 366 days');
  const list = entries.map((entry, index) => readDay(entry, `days.${index}`));
  // The list of a year may name the last days of the year before, which belong to the same New Year's rest.
  if (new Set(list.map(({ date }) => date)).size < list.length) throw wrong('days', 'A date is there twice');
  return { region, year, days: list.sort((a, b) => a.date.localeCompare(b.date)) };
}

function readDay(entry: unknown, field: string): HolidayDay {
  const { date, name, isOffDay, worked } = asRecord(entry, field);
  if (typeof date !== 'string' || !DATE.test(date) || !isReal(date))
    throw wrong(field, 'A date such as 2027-02-06');
  const works = typeof worked === 'boolean' ? worked : typeof isOffDay === 'boolean' ? !isOffDay : undefined;
  if (works === undefined) throw wrong(field, 'Either "worked" or "isOffDay", true or false');
  return { date, name: typeof name === 'string' ? name.slice(0, 60) : '', worked: works };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong('file', 'This is not JSON');
    throw error;
  }
}

function asRecord(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(field, 'An object is expected');
  return value as Record<string, unknown>;
}

function isReal(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
}

function wrong(field: string, sentence: string): Invalid {
  return Invalid.field(field, sentence, 'invalid_holidays');
}

function days(first: string, last: string): string[] {
  const day = 24 * 60 * 60_000;
  const count = (Date.parse(last) - Date.parse(first)) / day + 1;
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(first) + at * day).toISOString().slice(0, 10),
  );
}
