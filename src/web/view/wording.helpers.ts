export { sayMoney } from '../../platform/text/index.js';

export function sayBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const size = bytes / 1024 ** step;
  return `${size < 10 && step > 0 ? size.toFixed(1) : Math.round(size)} ${units[step]}`;
}

/** Returns up to two characters for an avatar: the given name of a Chinese name, or the initials of any other. */
export function initialsOf(name: string): string {
  const trimmed = name.trim();
  if (/\p{Script=Han}/u.test(trimmed))
    return [...trimmed.replace(/[^\p{Script=Han}]/gu, '')].slice(-2).join('');
  const words = trimmed.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toUpperCase() || '?';
}

/** Returns one of eight quiet tints, always the same for the same name. */
export function tintOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % 8;
}

export interface Allowance {
  total: number;
  used: number;
}

/** Each dot stands for one message of the allowance. Spent ones are true and come first. */
export function dotsOf(allowance: Allowance | undefined): { count: number; dots: boolean[] } {
  const { total, used } = allowance ?? { total: 0, used: 0 };
  return {
    count: Math.max(0, total - used),
    dots: Array.from({ length: total }, (_, index) => index < used),
  };
}
