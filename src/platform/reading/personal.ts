import { isCard, isIdentity } from './check-digits.js';
import { type Glyphs, glyphsOf } from './glyphs.js';

export interface PersonalNumber {
  kind: 'card' | 'identity' | 'phone' | 'named';
  /** Where it stands in the text, its blanks included. */
  from: number;
  to: number;
  digits: string;
}

type Found = Omit<PersonalNumber, 'from' | 'to'> & { at: number; end: number };

const DIGIT = /[\p{N}零〇一二三四五六七八九幺]/gu;
const FEWEST = 7;
const RUN = /(?<!\d)\d(?:[ .·_/-]{0,2}\d)*(?:[ -]?x(?![a-z0-9]))?/g;
const GROUP = /\d+(?:[ -]?x)?/g;
const MOST_DIGITS = 19;

/** Before a telephone number such letters may stand, while other letters make it the number of something else. */
const CALLED = /(?:^|[^a-z0-9]|tel|phone|mobile|cell|call|no|wechat|weixin|whatsapp|wx|vx|v|t|m)\+?$/;
const NAMED = new RegExp(
  [
    String.raw`(?:(?:银行|信用|储蓄|借记)卡|卡号|身份证|护照|通行证|手机号|电话|联系方式|(?:银行|收款|开户|对公)账[号户]`,
    String.raw`|iban|bank (?:card|account)|(?:credit|debit) card|card (?:number|no)|id (?:card|number|no)|passport|(?:tele)?phone number|mobile number|tel)`,
    String.raw`(?:[的号码是为:=#,，。（()）\s]|number|no\.?|is){0,12}`,
    String.raw`([a-z]{0,2}\d(?:[ .·_/-]{0,2}[\dx]){6,})(?![\dx])(?! ?(?:[元块万千百亿]|rmb|cny|usd))`,
  ].join(''),
  'g',
);

/**
 * The numbers of bank cards (16 to 19 digits that pass Luhn), identity cards (18 with a birthday and a check digit) and
 * telephones, and what a text itself calls the number of one. They are seen through blanks, dashes and anything that
 * nobody sees.
 */
export function personalNumbers(text: string): PersonalNumber[] {
  if ((text.match(DIGIT)?.length ?? 0) < FEWEST) return [];
  const glyphs = glyphsOf(text);
  const found = [
    ...[...glyphs.plain.matchAll(RUN)].flatMap((run) => inRun(glyphs.plain, run)),
    ...named(glyphs.plain),
  ];
  return apart(found).map(({ at, end, ...number }) => ({ ...number, ...placeIn(glyphs, at, end) }));
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

function inRun(plain: string, run: RegExpExecArray): Found[] {
  const groups = [...run[0].matchAll(GROUP)];
  const before = plain.slice(Math.max(0, run.index - 10), run.index);
  const found: Found[] = [];
  for (let first = 0; first < groups.length; first++) {
    const isFirst = first === 0;
    const manner = { isCalled: !isFirst || CALLED.test(before), isForeign: isFirst && before.endsWith('+') };
    const number = longestFrom(groups.slice(first, first + MOST_DIGITS), manner);
    if (!number) continue;
    const { kind, digits, groups: taken } = number;
    const last = groups[first + taken - 1]!;
    const at = run.index + groups[first]!.index;
    found.push({ kind, digits, at, end: run.index + last.index + last[0].length });
    first += taken - 1;
  }
  return found;
}

interface Manner {
  isCalled: boolean;
  isForeign: boolean;
}

/** The longest number that begins with the first group. No number has more than `MOST_DIGITS`. */
function longestFrom(groups: RegExpExecArray[], manner: Manner) {
  const parts = partsOf(groups);
  for (let taken = parts.length; taken > 0; taken--) {
    const some = parts.slice(0, taken);
    const digits = some.join('');
    const kind = digits.length < FEWEST ? undefined : kindOf(digits, some, manner);
    if (kind) return { kind, digits, groups: taken };
  }
  return undefined;
}

function partsOf(groups: RegExpExecArray[]): string[] {
  const parts: string[] = [];
  let length = 0;
  for (const [group] of groups) {
    const part = group.replace(/[ -]/g, '');
    length += part.length;
    if (length > MOST_DIGITS) break;
    parts.push(part);
  }
  return parts;
}

function kindOf(digits: string, parts: string[], manner: Manner): PersonalNumber['kind'] | undefined {
  if (isIdentity(digits)) return 'identity';
  if (isCard(digits) && couldBeCard(parts)) return 'card';
  if (manner.isForeign && /^[1-9]\d{6,14}$/.test(digits)) return 'phone';
  const isPhone = /^(?:0086|86)?1[3-9]\d{9}$/.test(digits);
  return isPhone && manner.isCalled ? 'phone' : undefined;
}

/** Cards begin with 3 to 6 and are written in short groups. Without this, a date before a number would make a card. */
function couldBeCard(parts: string[]): boolean {
  if (parts.length === 1) return true;
  return /^[3-6]/.test(parts[0]!) && (parts[0]!.length === 6 || parts.every(({ length }) => length <= 8));
}

function named(plain: string): Found[] {
  return [...plain.matchAll(NAMED)].map((found) => {
    const value = found[1]!;
    const at = found.index + found[0].length - value.length;
    return { kind: 'named', digits: value.replace(/[^\dx]/g, ''), at, end: at + value.length };
  });
}

/** Of numbers that overlap, the one that begins first counts, and of those the longest. */
function apart(found: Found[]): Found[] {
  let taken = 0;
  return found
    .toSorted((one, other) => one.at - other.at || other.end - one.end)
    .filter(({ at, end }) => {
      if (at < taken) return false;
      taken = end;
      return true;
    });
}

function placeIn({ from, to }: Glyphs, at: number, end: number): { from: number; to: number } {
  return { from: from[at]!, to: to[end - 1]! };
}
