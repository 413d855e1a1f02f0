import { decimalsOf } from './currencies.js';
import type { Language } from './languages.js';

/**
 * Writes an amount for people. It stays a decimal string, because floating-point numbers are not exact. Yuan and yen
 * share a sign: in Chinese the bare sign means yuan, and everywhere else both name their country.
 */
export function sayMoney(amount: string, currency: string, language: Language): string {
  const decimals = Math.max(decimalsOf(currency) ?? 0, writtenDecimals(amount));
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: currency === 'CNY' && language === 'zh-CN' ? 'narrowSymbol' : 'symbol',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  const parts = format.formatToParts(amount as Intl.StringNumericLiteral as unknown as number);
  return parts.map(({ type, value }) => (type === 'currency' ? signOf(currency, value) : value)).join('');
}

function signOf(currency: string, sign: string): string {
  return currency === 'JPY' ? 'JP¥' : sign;
}

/** An amount from before the rule may have more decimals than its currency. They are shown and never rounded away. */
function writtenDecimals(amount: string): number {
  return amount.split('.')[1]?.replace(/0+$/, '').length ?? 0;
}
