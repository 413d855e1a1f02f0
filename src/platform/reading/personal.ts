import { isCard, isIdentity } from './check-digits.js';
import { type Glyphs, glyphsOf } from './glyphs.js';
import { ibansIn } from './iban.js';

export interface PersonalNumber {
  kind: 'card' | 'identity' | 'phone' | 'named';
  /** Where it stands in the text, its blanks included. */
  from: number;
  to: number;
  digits: string;
}

type Found = Omit<PersonalNumber, 'from' | 'to'> & { at: number; end: number };

const DIGIT = /[\p{N}零〇一二三四五六七八九幺两洞壹贰貳弍叁參参叄肆伍陆陸柒捌玖]/gu;
const FEWEST = 7;
/** People set such signs between the groups of a number. */
const SEPARATOR = String.raw`[ .·_/,。、|*~+=()-]{0,3}`;
const RUN = new RegExp(String.raw`(?<!\d)\d(?:${SEPARATOR}\d)*(?:[ -]?x(?![a-z0-9]))?`, 'g');
const GROUP = /\d+(?:[ -]?x)?/g;
const MOST_DIGITS = 19;
/** These stand between different numbers too, so only short groups make one number with them. */
const LISTING = /[,。、|*~+=]/;
/** No amount has so many digits as a card. */
const THOUSANDS = /^(?!(?:\D*\d){16})\d{1,3}(?:,\d{3})+$/;

/** Before a telephone number such letters may stand, while other letters make it the number of something else. */
const CALLED = /(?:^|[^a-z0-9]|tel|phone|mobile|cell|call|no|wechat|weixin|whatsapp|wx|vx|v|t|m)\+?$/;
const CARDS = [
  String.raw`(?:(?:银行|信用|储蓄|借记)卡|卡号|身份证|护照|通行证|手机号|电话|联系方式|(?:银行|收款|开户|对公)账[号户]`,
  String.raw`|iban|bank (?:card|account)|(?:credit|debit) card|card (?:number|no)|id (?:card|number|no)|passport|(?:tele)?phone number|mobile number|tel)`,
].join('');
/** These may also name a member of a shop, whose numbers are shorter. */
const ACCOUNTS = String.raw`(?:账[号户]|户头|(?<![a-z])(?:account|acct|a/c))`;
const NAMED = [namedBy(CARDS, 7), namedBy(ACCOUNTS, 10)];

function namedBy(words: string, fewest: number): RegExp {
  const listed = String.raw`\d{2,6}(?: ?[,。、|*~+=] ?\d{2,6}){2,}`;
  const usual = String.raw`[a-z]{0,2}\d(?:[ .·_/-]{0,2}[\dx]){${fewest - 1},}`;
  return new RegExp(
    [
      words,
      String.raw`(?:[的号码是为:=#,，。（()）"'~-]|\s|number|no\.?|is){0,12}`,
      String.raw`(${listed}|${usual})(?![\dx])(?! ?(?:[元块万千百亿]|rmb|cny|usd))`,
    ].join(''),
    'g',
  );
}

/**
 * The numbers of bank cards (16 to 19 digits that pass Luhn), identity cards (18 with a birthday and a check digit) and
 * telephones, and what a text itself calls the number of one. They are seen through blanks, dashes and anything that
 * nobody sees.
 */
export function personalNumbers(text: string): PersonalNumber[] {
  if ((text.match(DIGIT)?.length ?? 0) < FEWEST) return [];
  const readings = [glyphsOf(text, true), glyphsOf(text, false)];
  const differ = readings[0]!.plain !== readings[1]!.plain;
  return apart(readings.slice(differ ? 0 : 1).flatMap(numbersIn));
}

/** 陆 is a digit in 陆贰贰 and none in 大陆, so a number may be one only if it is read in the other way. */
function numbersIn(glyphs: Glyphs): PersonalNumber[] {
  const { plain } = glyphs;
  const found = [
    ...[...plain.matchAll(RUN)].flatMap((run) => inRun(plain, run)),
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

function inRun(plain: string, run: RegExpExecArray): Found[] {
  const groups = [...run[0].matchAll(GROUP)];
  const found: Found[] = [];
  for (let first = 0; first < groups.length; first++) {
    const at = run.index + groups[first]!.index;
    const before = plain.slice(Math.max(0, at - 10), at);
    const manner = { isCalled: first > 0 || CALLED.test(before), isForeign: /\+\(?$/.test(before) };
    const number = longestFrom(groups.slice(first, first + MOST_DIGITS), manner);
    if (!number) continue;
    const { kind, digits, groups: taken } = number;
    const last = groups[first + taken - 1]!;
    const end = run.index + last.index + last[0].length;
    found.push({ kind, digits, at: opened(plain, at, end), end });
    first += taken - 1;
  }
  return found;
}

/** In (138)00138000 and (+86)13800138000 the number begins with the parenthesis that it closes. */
function opened(plain: string, at: number, end: number): number {
  const inside = plain.slice(at, end);
  const isClosed = inside.split(')').length > inside.split('(').length;
  const opening = isClosed ? /\(\+?$/.exec(plain.slice(Math.max(0, at - 2), at)) : null;
  return at - (opening?.[0].length ?? 0);
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
    if (digits.length < FEWEST) break;
    const kind = kindOf(digits, { parts: some, written: writtenFrom(groups, taken) }, manner);
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

/** The groups with the signs between them. */
function writtenFrom(groups: RegExpExecArray[], taken: number): string {
  const [first, last] = [groups[0]!, groups[taken - 1]!];
  return first.input.slice(first.index, last.index + last[0].length);
}

interface Grouped {
  parts: string[];
  written: string;
}

function kindOf(digits: string, grouped: Grouped, manner: Manner): PersonalNumber['kind'] | undefined {
  if (isIdentity(digits)) return 'identity';
  if (THOUSANDS.test(grouped.written)) return undefined;
  if ((isCard(digits) && couldBeCard(grouped)) || isGroupedAsCard(grouped.parts)) return 'card';
  if (manner.isForeign && /^[1-9]\d{6,14}$/.test(digits)) return 'phone';
  const isPhone = /^(?:0086|86)?1[3-9]\d{9}$/.test(digits);
  return isPhone && manner.isCalled && couldBePhone(grouped) ? 'phone' : undefined;
}

/** Cards begin with 3 to 6 and are written in short groups. Without this, a date before a number would make a card. */
function couldBeCard({ parts, written }: Grouped): boolean {
  if (parts.length === 1) return true;
  const longest = LISTING.test(written) ? 6 : 8;
  return (
    /^[3-6]/.test(parts[0]!) && (parts[0]!.length === 6 || parts.every(({ length }) => length <= longest))
  );
}

/** Nothing else is written in groups of four like this, even if a digit is wrong. */
function isGroupedAsCard(parts: string[]): boolean {
  return /^[3-6]\d{3}(?: \d{4}){3}(?: \d{1,3})?$/.test(parts.join(' '));
}

/** In a list a telephone number stands in its usual groups, or each digit stands alone. */
function couldBePhone({ parts, written }: Grouped): boolean {
  if (!LISTING.test(written)) return true;
  return /^(?:0086|86|1\d\d\d*)$/.test(parts[0]!) || parts.every(({ length }) => length === 1);
}

function named(plain: string): Found[] {
  return NAMED.flatMap((pattern) => [...plain.matchAll(pattern)]).flatMap((found) => {
    const value = found[1]!;
    if (THOUSANDS.test(value)) return [];
    const at = found.index + found[0].length - value.length;
    return [asNamed(at, value)];
  });
}

function asNamed(at: number, value: string): Found {
  return { kind: 'named', digits: value.replace(/[^\dx]/g, ''), at, end: at + value.length };
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
