import type { Condition } from './policy.js';
import type { Threshold } from './threshold.js';

/** Conditions, targets and steps may name these words only. With null, any word is allowed. */
export interface PolicyWords extends Record<Condition, readonly string[] | null> {
  calendar: readonly string[];
  robot: readonly string[];
}

export const MOST_SECONDS = 366 * 24 * 3600;

export function isThreshold(threshold: Threshold): boolean {
  if ('share' in threshold) return threshold.share > 0 && threshold.share < 1;
  return (
    Number.isInteger(threshold.leftSeconds) &&
    threshold.leftSeconds > 0 &&
    threshold.leftSeconds < MOST_SECONDS
  );
}
