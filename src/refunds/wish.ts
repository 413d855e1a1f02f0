import { type FieldFault, Invalid } from '../platform/http/index.js';
import { isUnseen, seen } from '../platform/reading/index.js';
import { decimalsOf } from '../platform/text/index.js';

/** `amount` is a decimal string such as `68.50`. `currency` is a code of ISO 4217 and CNY if it is left out. */
export interface RefundWish {
  order: string;
  amount: string;
  currency?: string;
  reason: string;
}

export function readWish(wish: RefundWish): Required<RefundWish> {
  const { order, amount, currency, reason } = {
    order: plain(wish.order),
    amount: plain(wish.amount),
    currency: plain(wish.currency ?? 'CNY').toUpperCase(),
    reason: wish.reason.trim(),
  };
  const decimals = decimalsOf(currency);
  Invalid.check([
    [!isNumber(order), 'order', 'bad_number:64'],
    [!/^(?=.*[1-9])\d{1,12}(\.\d{1,12})?$/.test(amount), 'amount', 'bad_amount'],
    [!fits(amount, decimals ?? 2), 'amount', `bad_decimals:${decimals ?? 2}` satisfies FieldFault],
    [decimals === undefined, 'currency', 'bad_currency'],
    [!/^[^\0]{1,500}$/su.test(reason) || isUnseen(reason), 'reason', 'bad_words:500'],
  ]);
  return { order, amount: written(amount, decimals ?? 2), currency, reason };
}

/** Chinese input methods may produce full-width digits and letters, and what is pasted may hold what nobody sees. */
export function plain(text: string): string {
  return seen(text).trim();
}

/** The number of an order or a voucher has a letter or a digit, and at most 64 characters. */
export function isNumber(text: string): boolean {
  return /^(?=.*[\p{L}\p{N}])[\p{L}\p{N}\p{P}\p{S} ]{1,64}$/u.test(text);
}

function fits(amount: string, decimals: number): boolean {
  return (amount.split('.')[1] ?? '').replace(/0+$/, '').length <= decimals;
}

/** This works on characters, because floating-point numbers would not be exact. */
function written(amount: string, decimals: number): string {
  const [whole = '', part = ''] = amount.split('.');
  const plainWhole = whole.replace(/^0+(?=\d)/, '');
  return decimals === 0 ? plainWhole : `${plainWhole}.${part.slice(0, decimals).padEnd(decimals, '0')}`;
}
