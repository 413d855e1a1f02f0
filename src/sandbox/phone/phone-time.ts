import { type Language, languageFor } from '../../platform/text/index.js';

const ZONE = 'Asia/Shanghai';
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export function clockTime(at: Date, seconds = false): string {
  return format('en-GB', { hour: '2-digit', minute: '2-digit', second: seconds ? '2-digit' : undefined }, at);
}

export function dayName(at: Date, language: string): string {
  return format(language, { weekday: 'short', month: 'short', day: 'numeric' }, at);
}

export function when(at: Date, now: Date, language: string, seconds = false): string {
  const today = dayName(at, language) === dayName(now, language) && now.getTime() - at.getTime() < DAY_MS;
  return today
    ? clockTime(at, seconds)
    : `${format(language, { month: 'short', day: 'numeric' }, at)} ${clockTime(at, seconds)}`;
}

const UNITS: Record<Language, [day: string, hour: string, minute: string, second: string]> = {
  'zh-CN': ['天', '小时', '分', '秒'],
  en: ['d', 'h', 'min', 's'],
};

/**
 * Returns two units at most: `4 d 2 h`, `47 h 59 min`, `58 s`. Up to three days are given in hours, as in WeChat's
 * rules.
 */
export function spanWords(milliseconds: number, language: string): string {
  const units = UNITS[languageFor(language)];
  const days = milliseconds > 3 * DAY_MS ? Math.floor(milliseconds / DAY_MS) : 0;
  const parts = [
    days,
    Math.floor((milliseconds - days * DAY_MS) / HOUR_MS),
    Math.floor((milliseconds % HOUR_MS) / MINUTE_MS),
    milliseconds < 2 * MINUTE_MS ? Math.floor((milliseconds % MINUTE_MS) / SECOND_MS) : 0,
  ];
  const said = parts.map((count, unit) => (count > 0 ? `${count} ${units[unit]}` : '')).filter(Boolean);
  return said.slice(0, 2).join(' ') || `0 ${units[3]}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, options: Intl.DateTimeFormatOptions, at: Date): string {
  const key = language + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: ZONE });
  formats.set(key, known);
  return known.format(at);
}
