import { Invalid } from '../../../../platform/http/index.js';
import { inEachLanguage } from '../../../../platform/text/index.js';
import { type CalendarDraft, type CalendarPlan, WEEKDAYS } from '../../../../hours/index.js';
import { readTyped, rowsAt, textAt, type Typed } from '../../../forms/index.js';
import { nameIn } from '../names.js';
import { readWindows, sayWindows } from './windows-text.js';

export interface DayRow {
  date: string;
  hours: string;
}

const EMPTY: CalendarDraft = { key: '', name: inEachLanguage(() => '') };

export function startOf(query: Typed, plans: readonly CalendarPlan[], zone: string): CalendarDraft {
  const named = (what: string) => plans.find(({ key }) => key === textAt(query, what));
  const copied = named('copy');
  if (copied) {
    const { name, ...plan } = copied;
    return { ...plan, key: '', name: inEachLanguage((language) => `${name[language]} 2`) };
  }
  const base = named('base');
  return base ? { ...EMPTY, zone: '', base: base.key } : { ...EMPTY, zone };
}

/** Without a base, an empty day is closed. With a base, it has the hours of the base. */
export function valuesOf(draft: CalendarDraft): Typed {
  const { base, zone, holidays, shorter, makeUp, overrides } = draft;
  const week = WEEKDAYS.map((day) => {
    const windows = draft.week?.[day];
    return [day, windows && (windows.length > 0 || !base ? sayWindows(windows) : '-')];
  });
  const minutes = (number: number | undefined) => (number ? String(number) : '');
  const days = Object.entries(overrides ?? {}).sort(([one], [other]) => one.localeCompare(other));
  return readTyped({
    name: draft.name,
    base: base ?? '',
    zone: zone ?? '',
    holidays: holidays ?? '',
    shorter: { opens: minutes(shorter?.opens), closes: minutes(shorter?.closes) },
    week: Object.fromEntries(week) as object,
    makeUp: makeUp ? sayWindows(makeUp) : '',
    days: days.map(([date, windows]) => ({ date, hours: sayWindows(windows) })),
  });
}

export function draftOf(key: string, typed: Typed): CalendarDraft {
  const text = (path: string) => textAt(typed, path);
  const [base, zone, holidays] = [text('base'), text('zone'), text('holidays')];
  const shorter = { opens: Number(text('shorter.opens')), closes: Number(text('shorter.closes')) };
  const week = WEEKDAYS.map((day) => [day, readWindows(text(`week.${day}`)) ?? (base ? undefined : [])]);
  return {
    key,
    name: nameIn(typed),
    ...(base && { base }),
    ...((zone || !base) && { zone }),
    week: Object.fromEntries(week.filter(([, own]) => own !== undefined)) as CalendarDraft['week'],
    ...(base && (shorter.opens !== 0 || shorter.closes !== 0) && { shorter }),
    ...(holidays && { holidays }),
    ...(text('makeUp') && { makeUp: readWindows(text('makeUp')) ?? [] }),
    overrides: Object.fromEntries(daysIn(typed).map(({ date, hours }) => [date, readWindows(hours) ?? []])),
  };
}

/** A row without date and hours does not count. */
export function daysIn(typed: Typed): DayRow[] {
  const rows = rowsAt(typed, 'days').map((row) => ({
    date: textAt(row, 'date'),
    hours: textAt(row, 'hours'),
  }));
  return rows.filter(({ date, hours }) => date !== '' || hours !== '');
}

/** A date that is there twice would silently override itself. */
export function refuseTwice(typed: Typed): void {
  const dates = daysIn(typed).map(({ date }) => date);
  const again = dates.filter((date, at) => dates.indexOf(date) < at);
  Invalid.check(again.map((date) => [true, `overrides.${date}`, 'twice'] as const));
}
