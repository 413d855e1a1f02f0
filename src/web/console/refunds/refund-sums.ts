export interface Sum {
  amount: string;
  currency: string;
}

const MOST_DECIMALS = 4;

/** This works on whole numbers, because floating-point numbers would not be exact. */
export function sumsOf(refunds: Sum[]): Sum[] {
  const sums = new Map<string, { units: bigint; decimals: number }>();
  for (const { amount, currency } of refunds) {
    const [whole = '', part = ''] = amount.split('.');
    const { units, decimals } = sums.get(currency) ?? { units: 0n, decimals: 0 };
    const added = BigInt(whole + part.padEnd(MOST_DECIMALS, '0'));
    sums.set(currency, { units: units + added, decimals: Math.max(decimals, part.length) });
  }
  return [...sums].map(([currency, { units, decimals }]) => ({ currency, amount: decimal(units, decimals) }));
}

function decimal(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(MOST_DECIMALS + 1, '0');
  const whole = digits.slice(0, -MOST_DECIMALS);
  const part = digits.slice(-MOST_DECIMALS).slice(0, decimals);
  return part === '' ? whole : `${whole}.${part}`;
}
