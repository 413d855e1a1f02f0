import { Invalid } from '../../platform/http/index.js';

/** Typed times are China's time, which has had a single zone and no summer time since 1991. */
const OFFSET = '+08:00';
const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

export function localTime(field: string, text: string): Date | null {
  const instant = localInstant(text);
  if (instant && Number.isNaN(instant.getTime())) throw Invalid.field(field, 'bad_moment');
  return instant;
}

export function localInstant(text: string): Date | null {
  if (text.trim() === '') return null;
  return SHAPE.test(text) ? new Date(`${text}:00${OFFSET}`) : new Date(NaN);
}
