import { DateTime } from 'luxon';
import type { Language } from '../platform/text/index.js';
import { dayWord } from './words.js';

/** Writes a time as customers read it: `今天 18:00`, `tomorrow 09:00`, `12月3日 周四 09:00`. */
export function momentWords(
  at: Date,
  { now, zone, language }: { now: Date; zone: string; language: Language },
): string {
  const moment = DateTime.fromJSDate(at, { zone }).setLocale(language);
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  const days = moment.startOf('day').diff(today, 'days').days;
  return `${dayOf(moment, Math.round(days), language)} ${moment.toFormat('HH:mm')}`;
}

function dayOf(moment: DateTime, days: number, language: Language): string {
  if (days === 0) return dayWord('today', language);
  if (days === 1) return dayWord('tomorrow', language);
  return moment.toLocaleString({ month: 'short', day: 'numeric', weekday: 'short' });
}
