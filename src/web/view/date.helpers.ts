import type { Language } from '../../platform/text/index.js';
import type { Translate } from '../../platform/words/index.js';

/** Formats a calendar date such as "2026-11-24", which belongs to no time zone, as "24 Nov" or "11月24日". */
export function sayDate(date: string, language: Language): string {
  const instant = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(instant.getTime())) return date;
  return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    instant,
  );
}

/** Turns "CN" into "China mainland" or "中国". */
export function sayRegion(region: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(region)) return region;
  return new Intl.DisplayNames(language, { type: 'region' }).of(region) ?? region;
}

/** Returns the windows of a day as a field shows them before anything is typed, or `none` when there are none. */
export function windowsOr(windows: readonly (readonly [string, string])[] | null, none: string): string {
  return windows && windows.length > 0 ? windows.map(([from, to]) => `${from}–${to}`).join(', ') : none;
}

/** Says where in a file of holidays a fault is. */
export function faultPlace([kind, number]: [string, string], t: Translate): string {
  return kind === 'line'
    ? t('calendars.line', { number })
    : t('calendars.entry', { number: Number(number) + 1 });
}
