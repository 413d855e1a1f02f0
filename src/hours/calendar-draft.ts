import type { FieldFault } from '../platform/http/index.js';
import { isBlank, KEY, type LocalizedText } from '../platform/text/index.js';
import { type Calendar, type Week, type Window, calendarProblems } from './calendar.js';
import { overnightProblems } from './overnight.js';

/** How much later a day opens and earlier it closes than that of the base, in minutes. */
export interface Shorter {
  opens: number;
  closes: number;
}

/**
 * A calendar as it is written down. Without `base` it needs `zone` and the whole `week`; with one it has the hours of
 * that calendar, but for what is changed here: `shorter` days, weekdays in `week`, dates in `overrides`.
 */
export interface CalendarDraft {
  key: string;
  name: LocalizedText;
  base?: string | null;
  zone?: string;
  week?: Partial<Week>;
  shorter?: Shorter | null;
  /** The region whose official list it follows, e.g. `CN`. */
  holidays?: string | null;
  /** The windows of make-up working days; Monday's where left out. */
  makeUp?: readonly Window[] | null;
  overrides?: Calendar['overrides'];
}

/** One official day: off, or worked to make up for a holiday. */
export interface HolidayDay {
  date: string;
  name: string;
  worked: boolean;
}

/** `field` is that of the draft: `base`, `shorter`, `holidays`, `zone`, `week.mon`, `overrides.2026-10-01`. */
export interface DraftProblem {
  field: string;
  fault: FieldFault;
}

const MOST_OVERRIDES = 2_000;
const MOST_WINDOWS = 24;
const MOST_MINUTES = 12 * 60;

/** What is wrong with the draft itself, and with the calendar it comes to. `resolved` is asked only when the rest fits. */
export function draftProblems(draft: CalendarDraft, resolved: () => Calendar): DraftProblem[] {
  const own = ownProblems(draft);
  if (own.length > 0) return own;
  const calendar = resolved();
  const problems = calendarProblems(calendar);
  return problems.length > 0 ? problems : overnightProblems(calendar, Object.keys(draft.overrides ?? {}));
}

function ownProblems({ key, name, shorter, week, overrides, makeUp }: CalendarDraft): DraftProblem[] {
  const windows = [...Object.values(week ?? {}), ...Object.values(overrides ?? {}), makeUp ?? []];
  const checks: [boolean, DraftProblem][] = [
    [!KEY.test(key), { field: 'key', fault: 'bad_key' }],
    [isBlank(name), { field: 'name', fault: 'required' }],
    [shorter ? !isShorter(shorter) : false, { field: 'shorter', fault: `out_of_range:${MOST_MINUTES}` }],
    [Object.keys(overrides ?? {}).length > MOST_OVERRIDES, { field: 'overrides', fault: 'too_many_entries' }],
    [windows.some(({ length }) => length > MOST_WINDOWS), { field: 'week', fault: 'too_many_entries' }],
  ];
  return checks.filter(([wrong]) => wrong).map(([, problem]) => problem);
}

function isShorter({ opens, closes }: Shorter): boolean {
  return [opens, closes].every(
    (minutes) => Number.isInteger(minutes) && minutes >= 0 && minutes <= MOST_MINUTES,
  );
}
