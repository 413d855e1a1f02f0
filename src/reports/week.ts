import { DateTime } from 'luxon';

/** A week from Monday, half open; `monday` and its neighbours are dates, `2026-11-16`. */
export interface Week {
  monday: string;
  since: Date;
  until: Date;
  before: string;
  /** Null for the week that is not over. */
  after: string | null;
}

/** The week of a date in a zone; the present one where the date is none, or lies ahead. */
export function weekOf(date: string | undefined, now: Date, zone: string): Week {
  const today = DateTime.fromJSDate(now, { zone });
  const asked = DateTime.fromFormat(date ?? '', 'yyyy-MM-dd', { zone });
  const monday = (asked.isValid && asked <= today ? asked : today).startOf('week');
  const next = monday.plus({ weeks: 1 });
  return {
    monday: monday.toFormat('yyyy-MM-dd'),
    since: monday.toJSDate(),
    until: next.toJSDate(),
    before: monday.minus({ weeks: 1 }).toFormat('yyyy-MM-dd'),
    after: next <= today ? next.toFormat('yyyy-MM-dd') : null,
  };
}
