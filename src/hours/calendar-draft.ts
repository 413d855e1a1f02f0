import type { FieldFault } from '../platform/http/index.js';
import { isBlank, KEY, type LocalizedText } from '../platform/text/index.js';
import { type Calendar, type Week, type Window, calendarProblems, windowProblems } from './calendar.js';
import { overnightProblems } from './overnight.js';

/** A day opens so many minutes later, and closes so many minutes earlier, than the same day of the base. */
export interface Shorter {
  opens: number;
  closes: number;
}

/**
 * A calendar without a `base` needs `zone` and the whole `week`. One with a base has the hours of the base,
 * except for what is written here.
 */
export interface CalendarDraft {
  key: string;
  name: LocalizedText;
  base?: string | null;
  zone?: string;
  week?: Partial<Week>;
  shorter?: Shorter | null;
  /** The calendar follows the official list of this region, for example `CN`. */
  holidays?: string | null;
  /** Make-up working days have these windows, or those of Monday. */
  makeUp?: readonly Window[] | null;
  overrides?: Calendar['overrides'];
}

/** `worked` means that people work on that day to make up for a holiday. */
export interface HolidayDay {
  date: string;
  name: string;
  worked: boolean;
}

/** `field` is a path such as `shorter.opens`, `week.mon` or `overrides.2026-10-01`. */
export interface DraftProblem {
  field: string;
  fault: FieldFault;
}

const MOST_OVERRIDES = 2_000;
const MOST_WINDOWS = 24;
const MOST_MINUTES = 12 * 60;

export function draftProblems(draft: CalendarDraft, resolved: () => Calendar): DraftProblem[] {
  const shorter = shorterProblems(draft);
  if (shorter.length > 0) return [...ownProblems(draft), ...shorter];
  const calendar = resolved();
  const problems = [...ownProblems(draft), ...calendarProblems(calendar)];
  return problems.length > 0 ? problems : overnightProblems(calendar, Object.keys(draft.overrides ?? {}));
}

function ownProblems({ key, name, week, overrides, makeUp }: CalendarDraft): DraftProblem[] {
  const checks: [boolean, DraftProblem][] = [
    [!KEY.test(key), { field: 'key', fault: 'bad_key' }],
    [isBlank(name), { field: 'name', fault: 'required' }],
    [Object.keys(overrides ?? {}).length > MOST_OVERRIDES, { field: 'overrides', fault: 'too_many_entries' }],
  ];
  const windows: [string, readonly Window[]][] = [
    ...within('week', week),
    ...within('overrides', overrides),
    ['makeUp', makeUp ?? []],
  ];
  return [
    ...checks.filter(([wrong]) => wrong).map(([, problem]) => problem),
    ...windowProblems('makeUp', makeUp ?? []),
    ...windows
      .filter(([, { length }]) => length > MOST_WINDOWS)
      .map(([field]) => ({ field, fault: 'too_many_entries' as const })),
  ];
}

function within(field: string, days: Partial<Record<string, readonly Window[]>> = {}) {
  return Object.entries(days).map(([day, windows]): [string, readonly Window[]] => [
    `${field}.${day}`,
    windows ?? [],
  ]);
}

function shorterProblems({ shorter }: CalendarDraft): DraftProblem[] {
  const isMinutes = (minutes: number) => Number.isInteger(minutes) && minutes >= 0 && minutes <= MOST_MINUTES;
  return (['opens', 'closes'] as const)
    .filter((part) => shorter && !isMinutes(shorter[part]))
    .map((part) => ({ field: `shorter.${part}`, fault: `out_of_range:${MOST_MINUTES}` }));
}
