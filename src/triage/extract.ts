import { masked } from '../platform/reading/index.js';
import { amountsIn, largest } from './amounts.js';
import { plain } from './plain.js';

/** Amounts are decimal strings in the currency's main unit, e.g. `68.50`. */
export interface Facts {
  order?: string;
  amount?: string;
  currency?: string;
  errorCode?: string;
}

const ORDER_AFTER_WORD =
  /(?:订单|单号|order) ?(?:号|编号|no\.?|number|#)? ?[:#是为]{0,2} ?([a-z0-9][a-z0-9-]{5,31})/i;
/** Letters of a courier before it make it the number of a parcel, and those of a messenger an account there. */
const LONG_NUMBER = /(?<![\d.]|sf|yt|jt|zt|sto|zto|yto|ems|jdv|dpk|qq|wx|vx)(\d{12,24})(?![\d.])/i;
const ERROR_CODE = /(?<![a-z0-9])(0x[0-9a-f]{2,8}|err[-_ ]?\d{2,6})(?![a-z0-9])/i;

/** The number of a bank card, an identity card or a telephone is never taken for an order or an amount. */
export function extract(text: string): Facts {
  const said = masked(plain(text));
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
