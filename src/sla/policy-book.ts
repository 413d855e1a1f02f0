import type { StandingHours } from '../hours/index.js';
import type { KeptCalendar } from '../hours/index.js';
import type { Metric } from './metrics.js';
import type { Step } from './step.js';
import { type Policy, type PolicyFacts, type TargetSetting, choosePolicy, warningsAfter } from './policy.js';

export type Base = KeptCalendar | null;

export interface Target {
  policyId: string;
  policyVersion: number;
  seconds: number;
  /** These are counted seconds in ascending order. */
  warnAfter: number[];
  pausing: string[];
  calendarVersionId: string | null;
  base: Base;
  ladder: readonly Step[];
}

export type TargetFacts = Omit<PolicyFacts, 'department'> & { departmentId: string };

export class PolicyBook {
  constructor(
    private readonly policies: readonly Policy[],
    private readonly hours: StandingHours,
  ) {}

  /** Returns undefined if no policy matches, or if the policy has no target for the metric. */
  find(metric: Metric, facts: TargetFacts, key = ''): Target | undefined {
    const policy = this.policy(facts);
    const setting = policy && settingOf(policy, metric, this.keyOf(metric, facts, key));
    return setting && this.target(policy, setting, facts.departmentId);
  }

  /** The policy that the facts choose. */
  chosenId(facts: TargetFacts): string | undefined {
    return this.policy(facts)?.id;
  }

  milestones(facts: TargetFacts): string[] {
    const targets = this.policy(facts)?.targets ?? [];
    return targets.filter(({ metric }) => metric === 'milestone').map(({ key }) => key);
  }

  /** A department with its own share of the time is measured from the opening on. */
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

/** A target for this department takes precedence over one for all departments. */
function settingOf({ targets }: Policy, metric: Metric, key: string): TargetSetting | undefined {
  const ofMetric = targets.filter((target) => target.metric === metric);
  const general = metric === 'department' ? ofMetric.find((target) => target.key === '') : undefined;
  return ofMetric.find((target) => target.key === key) ?? general;
}
