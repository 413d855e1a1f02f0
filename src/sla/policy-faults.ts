import type { Condition } from './policy.js';
import type { Threshold } from './threshold.js';

/** What conditions, targets and steps may name. `null`: anything. */
export interface PolicyWords extends Record<Condition, readonly string[] | null> {
  calendar: readonly string[];
  robot: readonly string[];
}

export type PolicyFault =
  | 'bad_key'
  | 'no_name'
  | 'unknown_value'
  | 'no_target'
  | 'unknown_metric'
  | 'bad_seconds'
  | 'bad_clock'
  | 'unknown_calendar'
  | 'twice'
  | 'no_milestone'
  | 'shares_exceed_whole'
  | 'bad_threshold'
  | 'cannot_pause'
  | 'unknown_audience'
  | 'no_means'
  | 'unknown_robot'
  | 'bad_action';

/** A promise of more than a year is none. */
export const MOST_SECONDS = 366 * 24 * 3600;

export function isThreshold(threshold: Threshold): boolean {
  if ('share' in threshold) return threshold.share > 0 && threshold.share < 1;
  return (
    Number.isInteger(threshold.leftSeconds) &&
    threshold.leftSeconds > 0 &&
    threshold.leftSeconds < MOST_SECONDS
  );
}
