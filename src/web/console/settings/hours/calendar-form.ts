import { type CalendarDraft, type CalendarPlan, WEEKDAYS, type Week } from '../../../../hours/index.js';
import { AppError } from '../../../../platform/http/index.js';
import { type Sent, textOf, textsOf } from '../../typed.js';
import type { FormState } from '../../form-state.js';
import { readWindows, sayWindows } from './windows-text.js';

const TEXTS = ['zh', 'en', 'base', 'zone', 'holidays', 'opens', 'closes', 'makeUp', ...WEEKDAYS] as const;
type Texts = Record<(typeof TEXTS)[number], string>;

/** A date with hours of its own, as it stands in the form. */
export interface DayLine {
  date: string;
  hours: string;
}

export interface CalendarValues extends Texts {
  days: DayLine[];
}

/** A year of dates with hours of their own, each of two fields, stays below what a form may have. */
const MOST_DAYS = 400;

/** What was typed; rows without a date and hours are gone. */
export function typedCalendar(sent: Sent): CalendarValues {
  const days = Array.from({ length: MOST_DAYS }, (_, index) => ({
    date: textOf(sent, `date_${index}`).trim(),
    hours: textOf(sent, `hours_${index}`).trim(),
  }));
  return { ...textsOf(sent, TEXTS), days: days.filter(({ date, hours }) => date !== '' || hours !== '') };
}

/** As the calendar was saved last. Without a base an empty day is closed; with one it is as the base has it. */
export function valuesOf(plan: CalendarDraft): CalendarValues {
  const week = WEEKDAYS.map((day) => {
    const windows = plan.week?.[day];
    return [day, windows && (windows.length > 0 || !plan.base ? sayWindows(windows) : '-')];
  });
  const { name, base, zone, holidays, shorter, makeUp, overrides } = plan;
  return {
    ...(Object.fromEntries(week.map(([day, text]) => [day, text ?? ''])) as Record<keyof Week, string>),
    ...{ zh: name['zh-CN'], en: name.en, base: base ?? '', zone: zone ?? '', holidays: holidays ?? '' },
    opens: shorter?.opens ? String(shorter.opens) : '',
    closes: shorter?.closes ? String(shorter.closes) : '',
    makeUp: makeUp ? sayWindows(makeUp) : '',
    days: Object.entries(overrides ?? {})
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([date, windows]) => ({ date, hours: sayWindows(windows) })),
  };
}

export function draftOf(key: string, values: CalendarValues): CalendarDraft {
  const { zh, en, base, zone, holidays, opens, closes, makeUp, days } = values;
  const minutes = (text: string) => (text.trim() === '' ? 0 : Number(text));
  const shorter = { opens: minutes(opens), closes: minutes(closes) };
  const windows = WEEKDAYS.map((day) => [day, readWindows(values[day]) ?? (base ? undefined : [])] as const);
  return {
    key,
    name: { 'zh-CN': zh.trim() || en.trim(), en: en.trim() || zh.trim() },
    ...(base && { base }),
    ...((zone.trim() || !base) && { zone: zone.trim() }),
    week: Object.fromEntries(windows.filter(([, own]) => own !== undefined)),
    ...(base && (shorter.opens || shorter.closes) && { shorter }),
    ...(holidays && { holidays }),
    ...(makeUp.trim() && { makeUp: readWindows(makeUp) ?? [] }),
    overrides: Object.fromEntries(days.map(({ date, hours }) => [date, readWindows(hours) ?? []])),
  };
}

/** What the room found wrong, beside the field it was typed in; what is not meant for people is thrown on. */
export function refusedCalendar(error: unknown, values: CalendarValues): { status: number; form: FormState } {
  if (!(error instanceof AppError)) throw error;
  const { status, code, details } = error;
  const faults = Object.entries((details.fields ?? {}) as Record<string, string>);
  if (faults.length === 0) return { status, form: { values, errors: {}, error: code } };
  const errors = faults.map(([field, fault]) => [fieldOf(field, values), `calendar_${fault}`]);
  return { status, form: { values, errors: Object.fromEntries(errors) as Record<string, string> } };
}

/** A date twice would win over itself unseen. */
export function twice({ days }: CalendarValues): FormState['errors'] | null {
  const again = days.findIndex(({ date }, at) => days.findIndex((day) => day.date === date) < at);
  return again < 0 ? null : { [`date_${again}`]: 'calendar_twice' };
}

function fieldOf(field: string, { days }: CalendarValues): string {
  const [part, rest] = [field.split('.')[0], field.slice(field.indexOf('.') + 1)];
  if (field === 'name') return 'zh';
  if (field === 'shorter') return 'opens';
  if (field === 'week') return 'mon';
  if (part === 'week') return rest;
  return part === 'overrides' ? `date_${days.findIndex(({ date }) => date === rest)}` : field;
}

/** A calendar of which another is made. */
export function copyOf({ name, ...plan }: CalendarPlan): CalendarDraft {
  return { ...plan, key: '', name: { 'zh-CN': `${name['zh-CN']} 2`, en: `${name.en} 2` } };
}
