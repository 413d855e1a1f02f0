import { type Fault, Invalid } from '../platform/http/index.js';
import type { HolidayDay } from './calendar-draft.js';
import type { HolidayList } from './holidays.js';

/**
 * Each key is the place of a fault: `region`, `year`, `days`, `days.3` in a JSON file, or `line.3` in a text
 * file.
 */
type Faults = Record<string, Fault>;

interface Found {
  region: unknown;
  year: unknown;
  entries: [place: string, entry: HolidayDay | Fault][];
}

const MOST_DAYS = 366;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const OFF = ['off', 'holiday', 'rest', '休', '休息', '放假'];
const WORKED = ['work', 'worked', 'workday', '班', '上班', '补班', '调休'];

/**
 * Accepts our own form `{region, year, days: [{date, name, worked}]}`, that of the project holiday-cn `{year,
 * days: [{date, name, isOffDay}]}`, and lines such as `2027-02-06,春节,work`. The last two are lists of China.
 * Throws `Invalid` with every fault.
 */
export function readHolidayList(text: string): HolidayList {
  const found = /^\s*[[{]/.test(text) ? inJson(text) : inLines(text);
  const faults = { ...headFaults(found), ...entryFaults(found) };
  if (Object.keys(faults).length > 0) {
    throw Invalid.fields(faults);
  }
  const days = found.entries.map(([, entry]) => entry as HolidayDay);
  return {
    region: found.region as string,
    year: found.year as number,
    days: days.sort((a, b) => a.date.localeCompare(b.date)),
  };
}

function inJson(text: string): Found {
  const file = parsed(text);
  if (!isRecord(file)) throw Invalid.field('file', 'unreadable');
  const { region = 'CN', year, days } = file;
  const entries: unknown[] = Array.isArray(days) ? days.slice(0, MOST_DAYS + 1) : [];
  return { region, year, entries: entries.map((entry, index) => [`days.${index}`, dayOf(entry)]) };
}

function inLines(text: string): Found {
  const lines = text.split(/\r?\n/).map((line, index) => [`line.${index + 1}`, line.trim()] as const);
  const said = lines.filter(([, line]) => line !== '' && !/^(#|date\b|日期)/i.test(line));
  const entries = said.slice(0, MOST_DAYS + 1).map(([place, line]): Found['entries'][number] => {
    const [date = '', name = '', kind = ''] = line.split(/[,，;\t]/).map((part) => part.trim());
    return [place, dayOf({ date, name, worked: workedOf(kind) })];
  });
  const years = entries.map(([, entry]) => (typeof entry === 'string' ? '' : entry.date.slice(0, 4)));
  return { region: 'CN', year: Number(mostOften(years.filter(Boolean)) ?? NaN), entries };
}

function headFaults({ region, year, entries }: Found): Faults {
  const isYear = typeof year === 'number' && Number.isInteger(year) && year >= 2000 && year <= 2100;
  const checks: [boolean, string, Fault][] = [
    [typeof region !== 'string' || !/^[A-Z]{2}$/.test(region), 'region', 'bad_region'],
    [entries.length === 0 || entries.length > MOST_DAYS, 'days', 'bad_list'],
    [entries.length > 0 && !isYear, 'year', 'bad_year'],
  ];
  return Object.fromEntries(checks.filter(([wrong]) => wrong).map(([, field, fault]) => [field, fault]));
}

/** The list of a year may name days of the year before or after, because New Year's holiday can span both. */
function entryFaults({ year, entries }: Found): Faults {
  const seen = new Set<string>();
  const faults: Faults = {};
  for (const [place, entry] of entries) {
    if (typeof entry === 'string') {
      faults[place] = entry;
      continue;
    }
    const far = typeof year === 'number' && Math.abs(Number(entry.date.slice(0, 4)) - year) > 1;
    if (seen.has(entry.date)) faults[place] = 'twice';
    else if (far) faults[place] = 'other_year';
    seen.add(entry.date);
  }
  return faults;
}

function dayOf(entry: unknown): HolidayDay | Fault {
  if (!isRecord(entry)) return 'bad_date';
  const { date, name } = entry;
  if (typeof date !== 'string' || !DATE.test(date) || !isReal(date)) return 'bad_date';
  const works = worksOn(entry);
  if (works === undefined) return 'bad_kind';
  return { date, name: typeof name === 'string' ? name.slice(0, 60) : '', worked: works };
}

function worksOn({ worked, isOffDay }: Record<string, unknown>): boolean | undefined {
  if (typeof worked === 'boolean') return worked;
  return typeof isOffDay === 'boolean' ? !isOffDay : undefined;
}

function workedOf(kind: string): boolean | undefined {
  if (WORKED.includes(kind.toLowerCase())) return true;
  return OFF.includes(kind.toLowerCase()) ? false : undefined;
}

function mostOften(values: string[]): string | undefined {
  const often = (value: string) => values.filter((other) => other === value).length;
  return [...values].sort((a, b) => often(b) - often(a))[0];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isReal(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
}
