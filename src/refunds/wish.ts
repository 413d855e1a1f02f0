import { Invalid } from '../platform/http/index.js';

/** What is asked for. `amount` is a decimal string such as `68.50`; `currency` three letters, CNY where it is left out. */
export interface RefundWish {
  order: string;
  amount: string;
  currency?: string;
  reason: string;
}

const RULES: { field: keyof RefundWish; pattern: RegExp; sentence: string }[] = [
  {
    field: 'order',
    pattern: /^[\p{L}\p{N}\p{P}\p{S} ]{1,64}$/u,
    sentence: 'An order number has 1 to 64 characters.',
  },
  {
    field: 'amount',
    pattern: /^(?=.*[1-9])\d{1,12}(\.\d{1,2})?$/,
    sentence: 'An amount is more than 0, with at most 12 digits and 2 decimals, e.g. 68.50.',
  },
  { field: 'currency', pattern: /^[A-Z]{3}$/, sentence: 'A currency has three letters, e.g. CNY.' },
  { field: 'reason', pattern: /^[^\0]{1,500}$/su, sentence: 'Say why, in at most 500 characters.' },
];

/** The wish in one spelling. Throws `invalid_refund` with a sentence for every field that is wrong. */
export function readWish(wish: RefundWish): Required<RefundWish> {
  const read = {
    order: plain(wish.order),
    amount: plain(wish.amount),
    currency: plain(wish.currency ?? 'CNY').toUpperCase(),
    reason: wish.reason.trim(),
  };
  const wrong = RULES.filter(({ field, pattern }) => !pattern.test(read[field]));
  if (wrong.length > 0) {
    const fields = Object.fromEntries(wrong.map(({ field, sentence }) => [field, sentence]));
    throw new Invalid('invalid_refund', wrong[0]!.sentence, { fields });
  }
  return { ...read, amount: twoDecimals(read.amount) };
}

/** Full-width digits and letters, as Chinese input methods make them, become plain ones. */
export function plain(text: string): string {
  return text.normalize('NFKC').trim();
}

/** By characters, never through a floating-point number. */
function twoDecimals(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${decimals.padEnd(2, '0')}`;
}
