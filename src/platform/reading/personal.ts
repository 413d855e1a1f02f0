import type { PersonalNumber } from './found.js';
import { type Glyphs, glyphsOf } from './glyphs.js';
import { ibansIn } from './iban.js';
import { asNamed, named } from './named.js';
import { keptLately } from './lately.js';
import { inRuns, SEPARATOR } from './runs.js';

const DIGIT = /[\p{N}零〇一二三四五六七八九幺两洞壹贰貳弍叁參参叄肆伍陆陸柒捌玖]/gu;
const FEWEST = 4;
const KEPT = 100;

const DIGITS_OR_LETTERS = String.raw`(?<![a-z\d])[\doil]+(?=x?(?![a-z\d]))`;
/** No word between the groups of a number has one of these letters. */
const DOUBTFUL = new RegExp(`${DIGITS_OR_LETTERS}(?:${SEPARATOR}{1,4}${DIGITS_OR_LETTERS})*`, 'g');

/**
 * The numbers of bank cards (16 to 19 digits that pass Luhn), identity cards (18 with a birthday and a check digit, or
 * 15 with a province and a birthday) and telephones, and what a text itself calls the number of one. They are seen
 * through blanks, dashes, other signs, words between their groups, letters that look like digits, and anything that
 * nobody sees.
 */
export function personalNumbers(text: string): readonly PersonalNumber[] {
  return (text.match(DIGIT)?.length ?? 0) < FEWEST ? [] : found(text);
}

const found = keptLately((text) => apart(readingsOf(text).flatMap(numbersIn)), KEPT);

/** 陆 is a digit in 陆贰贰 and none in 大陆, so a number may be one only if it is read in another way. */
function readingsOf(text: string): Glyphs[] {
  const [chinese, western] = [glyphsOf(text, true), glyphsOf(text, false)];
  const guessed = { ...chinese, plain: withLettersAsDigits(chinese.plain) };
  const readings = new Map([chinese, western, guessed].map((glyphs) => [glyphs.plain, glyphs]));
  return [...readings.values()];
}

/** O may be meant for nought and l for one, among as many digits at least. */
function withLettersAsDigits(plain: string): string {
  return plain.replace(DOUBTFUL, (run) => {
    const digits = run.replace(/\D/g, '').length;
    const letters = run.replace(/[^oil]/g, '').length;
    return letters > digits ? run : run.replaceAll('o', '0').replace(/[il]/g, '1');
  });
}

function numbersIn(glyphs: Glyphs): PersonalNumber[] {
  const { plain } = glyphs;
  const found = [
    ...inRuns(plain),
    ...named(plain),
    ...ibansIn(plain).map(({ at, value }) => asNamed(at, value)),
  ];
  return found.map(({ at, end, ...number }) => ({ ...number, ...placeIn(glyphs, at, end) }));
}

export function holdsPersonal(text: string): boolean {
  return personalNumbers(text).length > 0;
}

/** Shows of each personal number a few digits: `****0123`, and `138****8000` of a telephone. */
export function masked(text: string): string {
  let shown = '';
  let done = 0;
  for (const number of personalNumbers(text)) {
    shown += text.slice(done, number.from) + maskOf(number);
    done = number.to;
  }
  return done === 0 ? text : shown + text.slice(done);
}

/** The beginning of the text, masked. A number that would be cut in two is masked first. */
export function excerptOf(text: string, length: number): string {
  return [...masked(text)].slice(0, length).join('');
}

/** Returns `138****8000`, and fewer digits of a shorter number. */
export function maskedPhone(phone: string): string {
  const [head, tail] = phone.length < 11 ? [2, 2] : [3, 4];
  return `${phone.slice(0, head)}****${phone.slice(-tail)}`;
}

function maskOf({ kind, digits }: PersonalNumber): string {
  if (kind === 'phone') return maskedPhone(digits.replace(/^(?:0086|86)(?=1\d{10}$)/, ''));
  return digits.length < 11 ? `****${digits.slice(-2)}` : `****${digits.slice(-4)}`;
}

/** Of numbers that overlap, the one that begins first counts, and of those the longest. */
function apart(found: PersonalNumber[]): PersonalNumber[] {
  let taken = 0;
  return found
    .toSorted((one, other) => one.from - other.from || other.to - one.to)
    .filter(({ from, to }) => {
      if (from < taken) return false;
      taken = to;
      return true;
    });
}

function placeIn({ from, to }: Glyphs, at: number, end: number): { from: number; to: number } {
  return { from: from[at]!, to: to[end - 1]! };
}
