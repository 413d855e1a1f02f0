import { type Language, languageNamed } from '../../platform/text/index.js';

interface Units {
  day: string;
  hour: string;
  minute: string;
  second: string;
  gap: string;
}

const UNITS: Record<Language, Units> = {
  'zh-CN': { day: '天', hour: '小时', minute: '分', second: '秒', gap: '' },
  en: { day: 'd', hour: 'h', minute: 'm', second: 's', gap: ' ' },
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Returns at most two units, and seconds only under ten minutes, so that a calm clock does not flicker. */
export function spell(milliseconds: number, language: string): string {
  const units = UNITS[languageNamed(language) ?? 'en'];
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds >= DAY) return pair(seconds, [DAY, units.day, HOUR, units.hour], units.gap);
  if (seconds >= HOUR) return pair(seconds, [HOUR, units.hour, MINUTE, units.minute], units.gap);
  if (seconds >= 10 * MINUTE) return `${Math.floor(seconds / MINUTE)}${units.minute}`;
  if (seconds >= MINUTE) return pair(seconds, [MINUTE, units.minute, 1, units.second], units.gap);
  return `${seconds}${units.second}`;
}

function pair(seconds: number, parts: [number, string, number, string], gap: string): string {
  const [size, name, smallerSize, smallerName] = parts;
  const large = Math.floor(seconds / size);
  const small = Math.floor((seconds % size) / smallerSize);
  if (small === 0) return `${large}${name}`;
  const padded = size === DAY ? String(small) : String(small).padStart(2, '0');
  return `${large}${name}${gap}${padded}${smallerName}`;
}
