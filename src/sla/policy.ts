import type { LocalizedText } from '../platform/text/index.js';
import type { Metric } from './metrics.js';
import type { Step } from './step.js';
import { secondsOf, type Threshold } from './threshold.js';

/** A condition that is left out matches everything. Otherwise one of its values must match. */
export const CONDITIONS = ['type', 'priority', 'department', 'tier', 'region', 'channel'] as const;
export type Condition = (typeof CONDITIONS)[number];

/**
 * `key` names a milestone, or the department whose share this is, and is empty otherwise. `calendar` is a
 * key; null means the calendar of the department that has the ticket.
 */
export interface TargetSetting {
  metric: Metric;
  key: string;
  seconds: number;
  clock: 'wall' | 'working';
  calendar: string | null;
  name: LocalizedText | null;
}

/** In the statuses of `pausing`, timers are paused with their ticket. */
export interface Policy {
  id: string;
  key: string;
  version: number;
  conditions: Partial<Record<Condition, readonly string[]>>;
  pausing: string[];
  warnings: Threshold[];
  ladder: Step[];
  targets: TargetSetting[];
}

/** `department` and `type` are keys; `channel` is the kind of the account. */
export type PolicyFacts = Record<'type' | 'priority' | 'department' | 'tier', string> &
  Record<'region' | 'channel', string | null>;

export interface Mismatch {
  condition: Condition;
  wanted: readonly string[];
  has: string | null;
}

export function mismatches({ conditions }: Pick<Policy, 'conditions'>, facts: PolicyFacts): Mismatch[] {
  return CONDITIONS.flatMap((condition) => {
    const wanted = conditions[condition];
    const has = facts[condition];
    if (!wanted || wanted.length === 0 || (has !== null && wanted.includes(has))) return [];
    return [{ condition, wanted, has }];
  });
}

export function choosePolicy<P extends Pick<Policy, 'conditions'>>(
  policies: readonly P[],
  facts: PolicyFacts,
): P | undefined {
  return policies.find((policy) => mismatches(policy, facts).length === 0);
}

/** Returns counted seconds, ascending. A step of the ladder also counts as a warning. */
export function warningsAfter(policy: Pick<Policy, 'warnings' | 'ladder'>, seconds: number): number[] {
  const steps = policy.ladder.map(({ at }) => at).filter((at) => typeof at === 'object');
  const after = [...policy.warnings, ...steps].map((threshold) => secondsOf(threshold, seconds));
  return [...new Set(after)].filter((one) => one > 0 && one < seconds).sort((a, b) => a - b);
}
