import { chineseNumber, westernNumber } from '../platform/reading/index.js';
import { BEFORE, currencyOf, AFTER } from './currencies.js';

export interface Amount {
  value: number;
  currency: string;
}

const MOST = 1e12;
const NUMERIC = '\\d零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟半';
const RUN = String.raw`[${NUMERIC}](?:[.,']?[${NUMERIC}])*`;
const SCALES: Record<string, number> = {
  hundred: 100,
  thousand: 1e3,
  grand: 1e3,
  k: 1e3,
  w: 1e4,
  million: 1e6,
  mil: 1e6,
  mm: 1e6,
  m: 1e6,
  billion: 1e9,
  bn: 1e9,
};
const SCALE = String.raw`(?: ?(${Object.keys(SCALES).join('|')})(?![a-z]))?`;
/** What stands between the number and its currency: 5千多块, 3000 or so is at least that much. */
const ABOUT = '(?:多|余|左右)?';
/** 三块五 and 12块5毛 name a fraction after the unit. */
const FRACTION = String.raw`(?:(?<=块|元)([\d一二三四五六七八九])(?:毛|角|(?![${NUMERIC}.,:\p{L}])))?`;
const AMOUNT = new RegExp(
  String.raw`(?<![a-z\d][.,']?)(?:(${BEFORE}) ?)?(${RUN})${SCALE}${ABOUT}(?: ?(${AFTER}))?${FRACTION}`,
  'giu',
);
/** Without a currency a number is money only if it counts thousands or more, and nothing else is counted. */
const LARGE = /[千仟万亿]/u;
const COUNTED =
  /^ ?(?:[个件人次年月天日号步条张台部只本页字位名粉米里斤克吨度楼层股份票分秒小时公遍种家户辆夜火%％a-z]|粉丝)/iu;

const LOST =
  /(?:骗|转|刷|偷|盗|划|扣|损失|少)(?:[走去掉了我共约近 ]|大概|差不多)*(\d{1,7}(?:\.\d{1,2})?|\d{1,3}(?:,\d{3})+)(?: ?([kw]))?多?(?![\d.,:/-]*\d)/giu;

/** All amounts of money in a text, in its order. What is not surely one amount is left out. */
export function amountsIn(said: string): Amount[] {
  const text = joinedThousands(said);
  return [...text.matchAll(AMOUNT)].flatMap((found) => {
    const amount = amountOf(found, text.slice(found.index + found[0].length));
    return amount && amount.value > 0 && amount.value < MOST ? [amount] : [];
  });
}

/** Behind a word of loss a bare number is yuan, as in 被骗了12000 and 转走3w. What is asked for is never read so. */
export function lossesIn(said: string): Amount[] {
  return [...said.matchAll(LOST)].flatMap((found) => {
    const [whole, run = '', scale = ''] = found;
    const number = COUNTED.test(said.slice(found.index + whole.length)) ? null : westernNumber(run);
    return number === null ? [] : [{ value: number * (SCALES[scale.toLowerCase()] ?? 1), currency: 'CNY' }];
  });
}

/** The first currency that a text names counts, and of its amounts the largest. */
export function largest(amounts: Amount[]): Amount | undefined {
  const same = amounts.filter(({ currency }) => currency === amounts[0]?.currency);
  return same.toSorted((one, other) => other.value - one.value)[0];
}

function amountOf(found: RegExpMatchArray, rest: string): Amount | undefined {
  const [, before, run = '', scale, after, fraction] = found;
  const currency = currencyOf(before, after) ?? (LARGE.test(run) && !COUNTED.test(rest) ? 'CNY' : undefined);
  if (currency === undefined || (after === undefined && /^[a-z]/i.test(rest))) return undefined;
  const number = numberOf(run, currency === 'EUR');
  if (number === null) return undefined;
  return { value: number * (SCALES[scale?.toLowerCase() ?? ''] ?? 1) + tenths(fraction), currency };
}

function numberOf(run: string, decimalComma: boolean): number | null {
  const text = afterLongNumber(run);
  return /^[\d.,']+$/.test(text) ? westernNumber(text, decimalComma) : chineseNumber(text);
}

/** `20261120123456,68.50`: a number that is too long for money stands before a comma, an order for instance. */
function afterLongNumber(run: string): string {
  return run.replace(/^.*\d{10,},(?=\d)/, '');
}

function tenths(digit: string | undefined): number {
  return digit === undefined ? 0 : chineseNumber(digit)! / 10;
}

/** In `1 299,50 €` blanks stand between the thousands. */
function joinedThousands(said: string): string {
  return said.replace(
    /(?<![\d.,])\d{1,3}(?: \d{3})+(?=(?:,\d{1,2})? ?(?:€|euros?\b|eur\b|欧元))/gi,
    (number) => number.replaceAll(' ', ''),
  );
}
