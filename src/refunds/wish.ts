import { type FieldFault, Invalid } from '../platform/http/index.js';

/** `amount` is a decimal string such as `68.50`. `currency` has three letters and is CNY if it is left out. */
export interface RefundWish {
  order: string;
  amount: string;
  currency?: string;
  reason: string;
}

const RULES: [field: keyof RefundWish, pattern: RegExp, fault: FieldFault][] = [
  ['order', /^[\p{L}\p{N}\p{P}\p{S} ]{1,64}$/u, 'bad_number:64'],
  ['amount', /^(?=.*[1-9])\d{1,12}(\.\d{1,2})?$/, 'bad_amount'],
  ['currency', /^[A-Z]{3}$/, 'bad_currency'],
  ['reason', /^[^\0]{1,500}$/su, 'bad_words:500'],
];

export function readWish(wish: RefundWish): Required<RefundWish> {
  const read = {
    order: plain(wish.order),
    amount: plain(wish.amount),
    currency: plain(wish.currency ?? 'CNY').toUpperCase(),
    reason: wish.reason.trim(),
  };
  Invalid.check(RULES.map(([field, pattern, fault]) => [!pattern.test(read[field]), field, fault]));
  return { ...read, amount: twoDecimals(read.amount) };
}

/** Chinese input methods may produce full-width digits and letters. They are converted to plain ones. */
export function plain(text: string): string {
  return text.normalize('NFKC').trim();
}

/** This works on characters, because floating-point numbers would not be exact. */
function twoDecimals(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${decimals.padEnd(2, '0')}`;
}
