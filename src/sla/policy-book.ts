import type { StandingHours } from '../hours/index.js';
import type { KeptCalendar } from '../hours/index.js';
import type { Metric } from './metrics.js';
import type { Step } from './step.js';
import { type Policy, type PolicyFacts, type TargetSetting, choosePolicy, warningsAfter } from './policy.js';

/** This is the calendar that a timer counts in; null means wall-clock time. */
export type Base = KeptCalendar | null;

/** This is what one policy sets for one metric, with the calendar it is counted in. */
export interface Target {
  policyId: string;
  policyVersion: number;
  seconds: number;
  /** The thresholds are in counted seconds, in ascending order. */
  warnAfter: number[];
  pausing: string[];
  calendarVersionId: string | null;
  base: Base;
  ladder: readonly Step[];
}

/** These are the facts about a ticket that decide its targets. `departmentId` is the department whose timer it is. */
export type TargetFacts = Omit<PolicyFacts, 'department'> & { departmentId: string };

/**
 * Holds the policies in their order and the hours of the departments: enough to find every target without asking the
 * database again.
 */
export class PolicyBook {
  constructor(
    private readonly policies: readonly Policy[],
    private readonly hours: StandingHours,
  ) {}

  /** Returns undefined when no policy matches or the matching one leaves the metric blank. */
  find(metric: Metric, facts: TargetFacts, key = ''): Target | undefined {
    const policy = this.policy(facts);
    const setting = policy && settingOf(policy, metric, this.keyOf(metric, facts, key));
    return setting && this.target(policy, setting, facts.departmentId);
  }

  milestones(facts: TargetFacts): string[] {
    const targets = this.policy(facts)?.targets ?? [];
    return targets.filter(({ metric }) => metric === 'milestone').map(({ key }) => key);
  }

  /** Tells whether the department has its own share of the whole, which then runs from the opening on. */
  hasShare(facts: TargetFacts): boolean {
    const key = this.hours.departmentKey(facts.departmentId);
    const targets = this.policy(facts)?.targets ?? [];
    return targets.some((target) => target.metric === 'department' && target.key === key);
  }

  private policy(facts: TargetFacts): Policy | undefined {
    const department = this.hours.departmentKey(facts.departmentId);
    return choosePolicy(this.policies, { ...facts, department });
  }

  private keyOf(metric: Metric, facts: TargetFacts, key: string): string {
    return metric === 'department' ? this.hours.departmentKey(facts.departmentId) : key;
  }

  private target(policy: Policy, setting: TargetSetting, departmentId: string): Target {
    const { seconds, clock, calendar } = setting;
    const standing = clock === 'wall' ? null : this.hours.of(departmentId, calendar);
    return {
      policyId: policy.id,
      policyVersion: policy.version,
      seconds,
      warnAfter: warningsAfter(policy, seconds),
      pausing: policy.pausing,
      calendarVersionId: standing?.versionId ?? null,
      base: standing?.base ?? null,
      ladder: policy.ladder,
    };
  }
}

/** A share set for this very department takes precedence over one set for every department. */
function settingOf({ targets }: Policy, metric: Metric, key: string): TargetSetting | undefined {
  const ofMetric = targets.filter((target) => target.metric === metric);
  const general = metric === 'department' ? ofMetric.find((target) => target.key === '') : undefined;
  return ofMetric.find((target) => target.key === key) ?? general;
}
