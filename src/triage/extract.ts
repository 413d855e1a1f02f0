import { keptLately, masked } from '../platform/reading/index.js';
import { amountsIn, largest } from './amounts.js';
import { plain } from './plain.js';

/** Amounts are decimal strings in the currency's main unit, e.g. `68.50`. */
export interface Facts {
  order?: string;
  amount?: string;
  currency?: string;
  errorCode?: string;
}

const KEPT = 100;
/** Letters of couriers, with which the numbers of their parcels begin. */
export const COURIERS = 'sf|yt|jt|zt|sto|zto|yto|ems|jdv|dpk';
/** A number that the text itself calls the one of a parcel. */
const PARCEL = new RegExp(
  [
    '(?:[运面]单|(?:快递|快件|物流|货运|包裹|邮政|顺丰|中通|圆通|申通|韵达|极兔)(?:公司)?单?|tracking|waybill|parcel)',
    String.raw`(?:号码?|编号| ?(?:number|no\.?|id|code))? ?[:#是为]{0,2} ?`,
    String.raw`[a-z]{0,4}(?:\d[ -]?){7,}\d(?![\w.]| ?(?:元|块|rmb|cny|usd))`,
  ].join(''),
  'gi',
);
const ORDER_AFTER_WORD = new RegExp(
  [
    String.raw`(?:订单|单号|order) ?(?:号|编号|no\.?|number|#)? ?[:#是为]{0,2} ?`,
    String.raw`(?!(?:${COURIERS})\d{9})([a-z0-9][a-z0-9-]{5,31})`,
  ].join(''),
  'i',
);
/** Letters of a courier before it make it the number of a parcel, and those of a messenger an account there. */
const LONG_NUMBER = new RegExp(String.raw`(?<![\d.]|${COURIERS}|qq|wx|vx)(\d{12,24})(?![\d.])`, 'i');
const ERROR_CODE = /(?<![a-z0-9])(0x[0-9a-f]{2,8}|err[-_ ]?\d{2,6})(?![a-z0-9])/i;

/**
 * The text without numbers that are never an order or an amount: those of bank cards, identity cards, telephones and
 * parcels.
 */
export const withoutOthers = keptLately((text) => masked(plain(text)).replace(PARCEL, ' '), KEPT);

export function extract(text: string): Facts {
  return factsOf(withoutOthers(text));
}

/** The facts of a text in which there is nothing of `withoutOthers` any more. */
export function factsOf(said: string): Facts {
  return { ...order(said), ...amount(said), ...errorCode(said) };
}

function order(said: string): Facts {
  const found = ORDER_AFTER_WORD.exec(said)?.[1] ?? LONG_NUMBER.exec(said)?.[1];
  return found && /\d{4}/.test(found) ? { order: found } : {};
}

function amount(said: string): Facts {
  const named = largest(amountsIn(said));
  return named ? { amount: named.value.toFixed(2), currency: named.currency } : {};
}

function errorCode(said: string): Facts {
  const found = ERROR_CODE.exec(said)?.[1];
  return found ? { errorCode: found.toLowerCase() } : {};
}
