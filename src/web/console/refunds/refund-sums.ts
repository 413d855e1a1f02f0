export function sumsOf(
  refunds: { amount: string; currency: string }[],
): { amount: string; currency: string }[] {
  const cents = new Map<string, bigint>();
  for (const { amount, currency } of refunds)
    cents.set(currency, (cents.get(currency) ?? 0n) + BigInt(amount.replace('.', '')));
  return [...cents].map(([currency, sum]) => ({ currency, amount: decimal(sum) }));
}

function decimal(cents: bigint): string {
  const digits = cents.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
