import type { Found } from './found.js';
import { ODD, THOUSANDS } from './runs.js';

const CARDS = [
  String.raw`(?:(?:银行|信用|储蓄|借记)卡|卡号|身份证|护照|通行证|手机号|电话|联系方式|(?:银行|收款|开户|对公)账[号户]`,
  String.raw`|iban|bank (?:card|account)|(?:credit|debit) card|card (?:number|no)|id (?:card|number|no)|passport|(?:tele)?phone number|mobile number|tel)`,
].join('');
/** These may also name a member of a shop, whose numbers are shorter. */
const ACCOUNTS = String.raw`(?:账[号户]|户头|(?<![a-z])(?:account|acct|a/c))`;
const UNIT = String.raw`(?! ?(?:[元块万千百亿]|rmb|cny|usd))`;

/** No passport has more than nine signs. One that nobody would take for anything else may stand further from its name. */
const PASSPORT = new RegExp(
  [
    String.raw`(?:护照|passport)(?:(?!单|order|ticket)\D){0,16}?(?<![a-z0-9])`,
    String.raw`([a-z]{1,2} ?\d{7,8}|(?=\d*[a-z])(?=(?:[a-z]*\d){4})[a-z\d]{9})(?![a-z\d])${UNIT}`,
  ].join(''),
  'g',
);
const NAMED = [namedBy(CARDS, 7), namedBy(ACCOUNTS, 10), PASSPORT];

function namedBy(words: string, fewest: number): RegExp {
  const listed = String.raw`\d{2,6}(?: ?[,。、|*~+=] ?\d{2,6}){2,}`;
  // Times of day have groups of two.
  const oddly = String.raw`\d{3,6}(?: ?(?:[,。、|*~+=]|${ODD}){1,2} ?\d{3,6}){2,}(?: ?(?:${ODD}){1,2} ?\d{1,6})?`;
  const told = String.raw`\d{4}(?:[^\d元块万千百亿件个年月]{1,8}\d{4}){2,3}(?:[^\d元块万千百亿件个年月]{1,8}\d{1,3})?`;
  const usual = String.raw`[a-z]{0,2}\d(?:[ .·_/-]{0,2}[\dx]){${fewest - 1},}`;
  return new RegExp(
    [
      words,
      String.raw`(?:[的号码编是为:=#,，。（()）"'~-]|\s|number|no\.?|is){0,12}`,
      String.raw`(${listed}|${oddly}|${told}|${usual})(?![\dx])${UNIT}`,
    ].join(''),
    'g',
  );
}

/** What a text in lower case itself calls the number of a card, a passport, an account or a telephone. */
export function named(plain: string): Found[] {
  return NAMED.flatMap((pattern) => [...plain.matchAll(pattern)]).flatMap((found) => {
    const value = found[1]!;
    if (THOUSANDS.test(value)) return [];
    return [asNamed(found.index + found[0].length - value.length, value)];
  });
}

export function asNamed(at: number, value: string): Found {
  return { kind: 'named', digits: value.replace(/[^\dx]/g, ''), at, end: at + value.length };
}
