import { plain } from './plain.js';

/** Amounts are decimal strings in the currency's main unit, e.g. `68.50`. */
export interface Facts {
  order?: string;
  amount?: string;
  currency?: string;
  errorCode?: string;
}

const ORDER_AFTER_WORD =
  /(?:订单|单号|order) ?(?:号|编号|no\.?|number|#)? ?[:#]? ?([a-z0-9][a-z0-9-]{5,31})/i;
const LONG_NUMBER = /(?<![\d.])(\d{12,24})(?![\d.])/;
/** Matches `1,299.00` or `68.50`, but not the last digits of an order number before a comma. */
const NUMBER = String.raw`(?<!\d)(\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?)(?!\d|,\d{3})`;
const before = (marks: string) => new RegExp(`(?:${marks}) ?${NUMBER}`, 'i');
const after = (marks: string) => new RegExp(`${NUMBER} ?(?:${marks})`, 'i');
const AMOUNT = [
  { pattern: before('us\\$|usd'), currency: 'USD' },
  { pattern: before('hk\\$|hkd'), currency: 'HKD' },
  { pattern: before('¥|￥|rmb|cny'), currency: 'CNY' },
  { pattern: before('€|eur'), currency: 'EUR' },
  { pattern: before('\\$'), currency: 'USD' },
  { pattern: after('美元|美金|usd|dollars?'), currency: 'USD' },
  { pattern: after('港币|港元|hkd'), currency: 'HKD' },
  { pattern: after('欧元|eur|euros?'), currency: 'EUR' },
  { pattern: after('元|块|人民币|rmb|cny|yuan'), currency: 'CNY' },
];
const ERROR_CODE = /(?<![a-z0-9])(0x[0-9a-f]{2,8}|err[-_ ]?\d{2,6})(?![a-z0-9])/i;

export function extract(text: string): Facts {
  const said = plain(text);
  return { ...order(said), ...amount(said), ...errorCode(said) };
}

function order(said: string): Facts {
  const found = ORDER_AFTER_WORD.exec(said)?.[1] ?? LONG_NUMBER.exec(said)?.[1];
  return found && /\d{4}/.test(found) ? { order: found } : {};
}

function amount(said: string): Facts {
  for (const { pattern, currency } of AMOUNT) {
    const value = Number(pattern.exec(said)?.[1]?.replaceAll(',', ''));
    if (value > 0 && value < 1e12) return { amount: value.toFixed(2), currency };
  }
  return {};
}

function errorCode(said: string): Facts {
  const found = ERROR_CODE.exec(said)?.[1];
  return found ? { errorCode: found.toLowerCase() } : {};
}
