const HOUR_MS = 3_600_000;
const WEEK_HOURS = 7 * 24;
/**
 * So many expected callbacks must be missing. By chance alone, that happens less than once in 100,000 times.
 */
const TOO_MANY = 12;
/** A shorter gap is never a silence, however busy the account is. */
const LEAST_MS = 20 * 60_000;
/** An hour must have been observed in this many weeks before its mean counts as usual. */
const WEEKS_NEEDED = 2;
const LONGEST_MS = 7 * 24 * HOUR_MS;

export interface Past {
  since: Date;
  /** The key is the start of an hour in milliseconds. */
  hours: ReadonlyMap<number, number>;
  last: Date | null;
}

/**
 * Counts how many callbacks should have come, judged by the same hours of earlier weeks. A quiet night
 * expects none, and neither does a new account.
 */
export function expectedSince(last: Date, past: Past, now: Date): number {
  const from = Math.max(last.getTime(), now.getTime() - LONGEST_MS);
  let expected = 0;
  for (let hour = startOf(from); hour < now.getTime(); hour += HOUR_MS) {
    const share = (Math.min(hour + HOUR_MS, now.getTime()) - Math.max(hour, from)) / HOUR_MS;
    expected += share * usualAt(hour, past);
  }
  return expected;
}

export function isQuiet(past: Past, now: Date): boolean {
  if (!past.last || now.getTime() - past.last.getTime() < LEAST_MS) return false;
  return expectedSince(past.last, past, now) >= TOO_MANY;
}

function usualAt(hour: number, { since, hours }: Past): number {
  const before = [1, 2, 3, 4].map((weeks) => hour - weeks * WEEK_HOURS * HOUR_MS);
  const seen = before.filter((one) => one >= since.getTime());
  if (seen.length < WEEKS_NEEDED) return 0;
  return seen.reduce((sum, one) => sum + (hours.get(one) ?? 0), 0) / seen.length;
}

function startOf(at: number): number {
  return Math.floor(at / HOUR_MS) * HOUR_MS;
}
