import { Invalid } from '../../platform/http/index.js';

/** The shop's clock, as every page shows it: China has had one zone and no summer time since 1991. */
const OFFSET = '+08:00';
const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** The instant that a `datetime-local` field names; null for an empty one. */
export function localTime(field: string, text: string): Date | null {
  const instant = localInstant(text);
  if (instant && Number.isNaN(instant.getTime())) throw Invalid.field(field, 'bad_moment');
  return instant;
}

/** An invalid date where it names none, for a form that tells all its faults at once. */
export function localInstant(text: string): Date | null {
  if (text.trim() === '') return null;
  return SHAPE.test(text) ? new Date(`${text}:00${OFFSET}`) : new Date(NaN);
}
