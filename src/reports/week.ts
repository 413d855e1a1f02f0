import { DateTime } from 'luxon';

/**
 * A week begins on Monday, and `until` is the first moment after it. `monday`, `before` and `after` are dates such as
 * `2026-11-16`.
 */
export interface Week {
  monday: string;
  since: Date;
  until: Date;
  before: string;
  /** `after` is null if the week is not over. */
  after: string | null;
}

/** Returns the present week for a date that is invalid or in the future. */
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
