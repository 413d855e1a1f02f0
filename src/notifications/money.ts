import type { Language } from '../platform/text/index.js';

/**
 * Returns '' for an invalid amount. The amount stays a decimal string, because floating-point numbers are not exact.
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
