import type { StandingHours } from '../hours/index.js';
import type { KeptCalendar } from '../hours/index.js';
import type { Metric } from './metrics.js';
import type { Step } from './step.js';
import { type Policy, type PolicyFacts, type TargetSetting, choosePolicy, warningsAfter } from './policy.js';

/** What a timer counts in; null is wall clock. */
export type Base = KeptCalendar | null;

/** What one policy promises for one metric, with the calendar it is counted in. */
export interface Target {
  policyId: string;
  policyVersion: number;
  seconds: number;
  /** Counted seconds, ascending. */
  warnAfter: number[];
  pausing: string[];
  calendarVersionId: string | null;
  base: Base;
  ladder: readonly Step[];
}

/** What is asked of a ticket; `departmentId` is that of the department whose clock it is. */
export type TargetFacts = Omit<PolicyFacts, 'department'> & { departmentId: string };

/** The policies in their order and the hours of the desks: enough to say what is promised, without asking again. */
export class PolicyBook {
  constructor(
    private readonly policies: readonly Policy[],
    private readonly hours: StandingHours,
  ) {}

  /** Nothing where no policy matches or the matching one leaves the metric blank. */
  find(metric: Metric, facts: TargetFacts, key = ''): Target | undefined {
    const policy = this.policy(facts);
    const setting = policy && settingOf(policy, metric, this.keyOf(metric, facts, key));
    return setting && this.target(policy, setting, facts.departmentId);
  }

  /** Keys of the milestones that are promised. */
  milestones(facts: TargetFacts): string[] {
    const targets = this.policy(facts)?.targets ?? [];
    return targets.filter(({ metric }) => metric === 'milestone').map(({ key }) => key);
  }

  /** Whether the department has a share of its own in the whole, which then runs from the opening on. */
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

/** A department's own share before that of every department. */
function settingOf({ targets }: Policy, metric: Metric, key: string): TargetSetting | undefined {
  const ofMetric = targets.filter((target) => target.metric === metric);
  const general = metric === 'department' ? ofMetric.find((target) => target.key === '') : undefined;
  return ofMetric.find((target) => target.key === key) ?? general;
}
