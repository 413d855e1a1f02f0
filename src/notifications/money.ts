import { type Language, sayMoney } from '../platform/text/index.js';

/** Returns '' for an invalid amount, because a customer may have named one. */
export function moneyWords(amount: string, currency: string, language: Language): string {
  if (!/^\d{1,12}(\.\d{1,4})?$/.test(amount) || !/^[A-Z]{3}$/.test(currency)) return '';
  return sayMoney(amount, currency, language);
}
