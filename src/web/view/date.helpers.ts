import type { Language } from '../../platform/text/index.js';
import type { Translate } from '../../platform/words/index.js';

export function sayDate(date: string, language: Language): string {
  const instant = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(instant.getTime())) return date;
  return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    instant,
  );
}

export function sayRegion(region: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(region)) return region;
  return new Intl.DisplayNames(language, { type: 'region' }).of(region) ?? region;
}

export function windowsOr(windows: readonly (readonly [string, string])[] | null, none: string): string {
  return windows && windows.length > 0 ? windows.map(([from, to]) => `${from}–${to}`).join(', ') : none;
}

export function faultPlace([kind, number]: [string, string], t: Translate): string {
  return kind === 'line'
    ? t('calendars.line', { number })
    : t('calendars.entry', { number: Number(number) + 1 });
}
