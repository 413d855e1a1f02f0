import type { TimeBase } from './business-time.js';
import type { Metric } from './metrics.js';

/** What one policy promises for one metric, with the calendar it is counted in. */
export interface Target {
  policyId: string;
  seconds: number;
  warnShare: number;
  calendarVersionId: string | null;
  base: TimeBase;
}

/** First match by position wins; a condition left out matches everything. */
export interface Policy {
  id: string;
  key: string;
  conditions: { type?: string; priority?: string; department?: string };
  targets: { metric: Metric; seconds: number; clock: 'wall' | 'working'; warnShare: number }[];
}

/** A department with the calendar version that new clocks of it are counted in. */
export interface Desk {
  id: string;
  key: string;
  calendarVersionId: string;
  base: TimeBase;
}

export interface PromiseFacts {
  type: string;
  priority: string;
  departmentId: string;
}

/** The policies in their order and the desks in question: enough to say what is promised, without asking again. */
export class TargetBook {
  constructor(
    private readonly policies: readonly Policy[],
    private readonly desks: readonly Desk[],
  ) {}

  /** Nothing where no policy matches or the matching one leaves the metric blank. */
  find(metric: Metric, facts: PromiseFacts): Target | undefined {
    const desk = this.desks.find(({ id }) => id === facts.departmentId);
    if (!desk) throw new Error(`department ${facts.departmentId} has no calendar`);
    const policy = choosePolicy(this.policies, { ...facts, department: desk.key });
    const target = policy?.targets.find((candidate) => candidate.metric === metric);
    if (!policy || !target) return undefined;
    const { seconds, warnShare } = target;
    const wall = { calendarVersionId: null, base: null };
    const clock = target.clock === 'wall' ? wall : desk;
    return {
      policyId: policy.id,
      seconds,
      warnShare,
      calendarVersionId: clock.calendarVersionId,
      base: clock.base,
    };
  }
}

/** `policies` in the order the administrator set. */
export function choosePolicy<P extends Pick<Policy, 'conditions'>>(
  policies: readonly P[],
  facts: { type: string; priority: string; department: string },
): P | undefined {
  return policies.find(
    ({ conditions: { type, priority, department } }) =>
      (type ?? facts.type) === facts.type &&
      (priority ?? facts.priority) === facts.priority &&
      (department ?? facts.department) === facts.department,
  );
}
