import { seen } from '../platform/reading/index.js';
import { COURIERS, factsOf, type Facts, withoutOthers } from './extract.js';

/** One order of a text, with the facts that the text says about this order. */
export interface OrderNamed {
  order: string;
  facts: Facts;
}

/** More orders than these in one text are a list, which a person has to read. */
const MOST = 5;

/** After one order another may follow in a list, where the word for an order is not said again. */
const LISTED =
  /^ ?(?:、|,|;|和|及|跟|与|\/|&|and) ?(?:还有|订单|单号|order)? ?(?:号|no\.?|#)? ?:? ?([a-z0-9][a-z0-9-]{5,31})(?![\w.-]| ?(?:元|块|rmb|cny|usd|美元|欧元|港))/i;

const CODE = /^(?:(?=[a-z]{1,6}[ -]?\d)(?=(?:\D*\d){4})[a-z]{1,6}[ -]?\d[a-z\d-]{2,25}|\d{10,24})$/i;
/** Parcels, errors, devices, accounts of a messenger and telephones have numbers of their own. */
const OTHER_CODE = new RegExp(
  String.raw`^(?:${COURIERS})\d{9}|^(?:err|0x|qq|wx|vx|wechat|weixin|iphone|ipad|ios|mac|win|mate)|^v\d+-|^0\d{9,11}$`,
  'i',
);

/** A text that is one number and nothing else may be an order, if one was asked for: `T900006`. */
export function orderAlone(text: string): string | undefined {
  const said = withoutOthers(text).replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');
  return CODE.test(said) && !OTHER_CODE.test(said) ? said.replace(/ /g, '') : undefined;
}

/** Upper and lower case and signs between the characters make no other order. */
export function orderKey(order: string): string {
  return seen(order)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
}

/**
 * Returns the different orders that a text names, each with what is said about it. An amount counts for an order only
 * if the text names one for each order; otherwise nobody can tell whose it is. Returns nothing for a whole list.
 */
export function ordersIn(text: string): OrderNamed[] {
  const parts = partsOf(withoutOthers(text));
  const named = new Map(parts.map((part) => [orderKey(part.order), part]));
  if (named.size > MOST) return [];
  const found = [...named.values()];
  const isClear = found.length === 1 || found.every(({ facts }) => facts.amount !== undefined);
  return isClear ? found : found.map(({ order }) => ({ order, facts: { order } }));
}

/** Each order is searched in what is left of the text behind the one before it. */
function partsOf(said: string): OrderNamed[] {
  const starts: { order: string; at: number }[] = [];
  for (let from = 0; starts.length <= MOST * 2;) {
    const rest = said.slice(from);
    const order = (from > 0 ? listed(rest) : undefined) ?? factsOf(rest).order;
    if (order === undefined) break;
    const at = said.indexOf(order, from);
    starts.push({ order, at });
    from = at + order.length;
  }
  return starts.map(({ order, at }, index) => {
    const { amount, currency, errorCode } = factsOf(said.slice(at + order.length, starts[index + 1]?.at));
    const facts = { order, amount, currency, errorCode };
    return { order, facts: Object.fromEntries(Object.entries(facts).filter(([, value]) => value)) };
  });
}

function listed(rest: string): string | undefined {
  const found = LISTED.exec(rest)?.[1];
  return found && /\d{4}/.test(found) ? found : undefined;
}
