import { isCard, isIdentity, isOldIdentity } from './check-digits.js';
import type { Found, PersonalNumber } from './found.js';

const FEWEST = 7;
const MOST_DIGITS = 19;

/** People set such signs between the groups of a number. */
const CLOSE = String.raw`[ .·_/,。、|*~+=()-]`;
/** Such signs and words part a number only if somebody takes pains to, so much less makes one number with them. */
export const ODD = [
  String.raw`[;:#!?&…→←⇒"'“”‘’[\]{}<>【】「」『』《》〔〕@^\\]`,
  '然后|接着|之后|后面|还有|最后|再|是|空格|横杠|横线|杠|冒号|分号|逗号|then|and|dash|space',
].join('|');
export const SEPARATOR = `(?:${CLOSE}|${ODD})`;
const RUN = new RegExp(String.raw`(?<!\d)\d(?:${SEPARATOR}{0,4}\d)*(?:[ -]?x(?![a-z0-9]))?`, 'g');
const GROUP = /\d+(?:[ -]?x)?/g;
/** These stand between different numbers too, so only short groups make a card with them. */
const LISTING = /[,。、|*~+=]/;
const ODDLY = new RegExp(ODD);
/** No amount has so many digits as a card. */
export const THOUSANDS = /^(?!(?:\D*\d){16})\d{1,3}(?:,\d{3})+$/;
const DATE = /(?:19|20)\d\d-\d\d?-\d\d?/;

/** Before a telephone number such letters may stand, while other letters make it the number of something else. */
const CALLED = /(?:^|[^a-z0-9]|tel|phone|mobile|cell|call|no|wechat|weixin|whatsapp|wx|vx|v|t|m)\+?$/;
/** What these words name has numbers of its own, which may look like those of old identity cards. */
const OTHERWISE =
  /(?:订单号?码?|单号?|编号|流水号?|order|no|tracking|imei|sn)(?:[^\p{L}\d]|是){0,4}$|[a-z][-_]?$/u;

/** The numbers of cards, identity cards and telephones among the digits of a text in lower case. */
export function inRuns(plain: string): Found[] {
  return [...plain.matchAll(RUN)].flatMap((run) => inRun(plain, run));
}

function inRun(plain: string, run: RegExpExecArray): Found[] {
  const groups = [...run[0].matchAll(GROUP)];
  const found: Found[] = [];
  for (let first = 0; first < groups.length; first++) {
    const at = run.index + groups[first]!.index;
    const before = plain.slice(Math.max(0, at - 10), at);
    const manner = {
      isCalled: first > 0 || CALLED.test(before),
      isForeign: /\+\(?$/.test(before),
      isOther: OTHERWISE.test(before),
    };
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
  isOther: boolean;
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
  if (!manner.isOther && isOldIdentity(digits) && /^(?:15|6-6-3|1(?:-1)+)$/.test(lengthsOf(grouped.parts)))
    return 'identity';
  if (THOUSANDS.test(grouped.written) || DATE.test(grouped.written)) return undefined;
  if (couldBeCard(digits, grouped)) return 'card';
  if (manner.isForeign && /^[1-9]\d{6,14}$/.test(digits)) return 'phone';
  const isPhone = /^(?:0086|86)?1[3-9]\d{9}$/.test(digits);
  return isPhone && manner.isCalled && couldBePhone(grouped) ? 'phone' : undefined;
}

/** Cards begin with 3 to 6 and are written in short groups. Without this, a date before a number would make a card. */
function couldBeCard(digits: string, { parts, written }: Grouped): boolean {
  if (!ODDLY.test(written) && isGroupedAsCard(parts)) return true;
  if (!isCard(digits) || parts.length === 1) return isCard(digits);
  if (!/^[3-6]/.test(parts[0]!)) return false;
  if (!LISTING.test(written) && !ODDLY.test(written))
    return parts[0]!.length === 6 || parts.every(({ length }) => length <= 8);
  return parts.every(({ length }) => length === 1) || /^(?:[3-6]-)+[1-6]$/.test(lengthsOf(parts));
}

/** Nothing else is written in groups of four like this, even if a digit is wrong. */
function isGroupedAsCard(parts: string[]): boolean {
  return /^[3-6]\d{3}(?: \d{4}){3}(?: \d{1,3})?$/.test(parts.join(' '));
}

/** Parted by blanks and dashes a number may stand in any groups, by other signs in its usual ones or digit by digit. */
function couldBePhone({ parts, written }: Grouped): boolean {
  if (/^[\d ()+-]*$/.test(written)) return true;
  const own = /^(?:0086|86)$/.test(parts[0]!) ? parts.slice(1) : parts;
  return /^(?:3-4-4|3-8|3-3-5|4-3-4|7-4|1(?:-1)+|11)$/.test(lengthsOf(own));
}

function lengthsOf(parts: string[]): string {
  return parts.map(({ length }) => length).join('-');
}
