const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** Whoever lived as long as this did not end at once. */
const STEADY_MS = 60_000;

/** The pause before another process takes the place of one that lived so long. It grows while they end at once. */
export function nextPause(lastMs: number, livedMs: number): number {
  if (livedMs >= STEADY_MS) return FIRST_MS;
  return Math.min(LONGEST_MS, Math.max(FIRST_MS, lastMs * 2));
}
