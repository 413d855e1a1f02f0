import { DateTime } from 'luxon';
import type { AttainmentOf, Dimension } from './attainment.js';

/** The months are written as `2026-11`. */
export interface AttainmentSpan extends AttainmentOf {
  month: string;
  before: string;
  /** `after` is null if the month is not over. */
  after: string | null;
}

const YEAR = 12;

/** Returns the present month for one that is invalid or in the future. */
export function attainmentIn(
  month: string | undefined,
  by: Dimension,
  { now, zone }: { now: Date; zone: string },
): AttainmentSpan {
  const today = DateTime.fromJSDate(now, { zone });
  const asked = DateTime.fromFormat(month ?? '', 'yyyy-MM', { zone });
  const begin = (asked.isValid && asked <= today ? asked : today).startOf('month');
  const next = begin.plus({ months: 1 });
  // The view by month covers this month and the eleven before it.
  const since = by === 'month' ? begin.minus({ months: YEAR - 1 }) : begin;
  return {
    by,
    zone,
    since: since.toJSDate(),
    until: next.toJSDate(),
    month: begin.toFormat('yyyy-MM'),
    before: begin.minus({ months: 1 }).toFormat('yyyy-MM'),
    after: next <= today ? next.toFormat('yyyy-MM') : null,
  };
}
