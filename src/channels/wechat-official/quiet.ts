/** Whether an account that usually hears from WeChat has gone quiet. */

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 7 * 24;
/** Expected callbacks that did not come: by chance alone, silence like this is rarer than one in 100,000. */
const TOO_MANY = 12;
/** However busy: a short gap is no silence. */
const LEAST_MS = 20 * 60_000;
/** Weeks that an hour must have been seen in before it says what is usual. */
const WEEKS_NEEDED = 2;
const LONGEST_MS = 7 * 24 * HOUR_MS;

export interface Past {
  /** When counting began. */
  since: Date;
  /** Callbacks by hour, as milliseconds of its start. */
  hours: ReadonlyMap<number, number>;
  last: Date | null;
}

/**
 * How many callbacks should have come since the last one, by what came at the same hours of the weeks before: a quiet
 * night expects nothing, a new account neither.
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

/** The mean of the same hour in up to four weeks before; 0 where it was seen too seldom. */
function usualAt(hour: number, { since, hours }: Past): number {
  const before = [1, 2, 3, 4].map((weeks) => hour - weeks * WEEK_HOURS * HOUR_MS);
  const seen = before.filter((one) => one >= since.getTime());
  if (seen.length < WEEKS_NEEDED) return 0;
  return seen.reduce((sum, one) => sum + (hours.get(one) ?? 0), 0) / seen.length;
}

function startOf(at: number): number {
  return Math.floor(at / HOUR_MS) * HOUR_MS;
}
