import type { Language } from '../../platform/text/index.js';
import type { Translate } from '../../platform/words/index.js';

export interface Moment {
  language: Language;
  zone: string;
  now: Date;
  t: Translate;
}

/** Returns "today 14:05", "yesterday 09:30", "Fri 14:05" within a week ahead or behind, or else the date. */
export function sayWhen(date: Date, moment: Moment): string {
  const clock = sayClock(date, moment);
  const days = dayNumber(date, moment.zone) - dayNumber(moment.now, moment.zone);
  if (days === 0) return moment.t('when.today', { clock });
  if (days === -1) return moment.t('when.yesterday', { clock });
  if (days === 1) return moment.t('when.tomorrow', { clock });
  if (Math.abs(days) < 7) return `${parts(date, moment, { weekday: 'short' })} ${clock}`;
  const sameYear = yearOf(date, moment.zone) === yearOf(moment.now, moment.zone);
  const day = parts(date, moment, {
    month: 'short',
    day: 'numeric',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
  return `${day} ${clock}`;
}

/** Returns "Fri 09:00–12:00", or both ends in full if they are on different days. */
export function sayRange(from: Date, to: Date, moment: Moment): string {
  const sameDay = dayNumber(from, moment.zone) === dayNumber(to, moment.zone);
  return `${sayWhen(from, moment)}–${sameDay ? sayClock(to, moment) : sayWhen(to, moment)}`;
}

export function sayDay(date: Date, moment: Moment): string {
  return parts(date, moment, { year: 'numeric', month: 'short', day: 'numeric' });
}

export function sayInFull(date: Date, moment: Moment): string {
  return parts(date, moment, { dateStyle: 'full', timeStyle: 'long' });
}

function sayClock(date: Date, moment: Moment): string {
  return parts(date, moment, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

function parts(date: Date, { language, zone }: Moment, options: Intl.DateTimeFormatOptions): string {
  return formatter(language, zone, options).format(date);
}

function yearOf(date: Date, zone: string): string {
  return formatter('en', zone, { year: 'numeric' }).format(date);
}

function dayNumber(date: Date, zone: string): number {
  const day = formatter('en-CA', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
  formatters.set(key, made);
  return made;
}
