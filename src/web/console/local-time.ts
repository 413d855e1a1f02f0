import { DateTime } from 'luxon';

const SHAPE = "yyyy-MM-dd'T'HH:mm";

/** What a field for date and time holds is meant in the shop's zone. Returns an invalid date if it holds neither. */
export function localInstant(text: string, zone: string): Date | null {
  if (text.trim() === '') return null;
  return DateTime.fromFormat(text, SHAPE, { zone }).toJSDate();
}

/** What a field for a day holds lasts until that day ends in the shop's zone. */
export function endOfDay(text: string, zone: string): Date | null {
  if (text.trim() === '') return null;
  return DateTime.fromFormat(text, 'yyyy-MM-dd', { zone }).plus({ days: 1 }).toJSDate();
}
