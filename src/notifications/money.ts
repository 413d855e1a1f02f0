import type { Language } from '../platform/text/index.js';

/**
 * Formats an amount, for example `¥68.50`; returns '' if it is not an amount. A decimal string never passes through a
 * floating-point number.
 */
export function moneyWords(amount: string, currency: string, language: Language): string {
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(amount) || !/^[A-Z]{3}$/.test(currency)) return '';
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: currency === 'CNY' ? 'narrowSymbol' : 'symbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return format.format(amount as Intl.StringNumericLiteral);
}
