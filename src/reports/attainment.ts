/** The dimensions by which attainment can be grouped. */
export const DIMENSIONS = ['policy', 'priority', 'department', 'tier', 'region', 'month'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The decided promises for one value of the dimension and one metric. `value` is a key, or '' if there is none. */
export interface AttainmentRow {
  value: string;
  name: Record<string, string> | null;
  metric: string;
  kept: number;
  broken: number;
  /**
   * These promises were broken under terms that a change later took back. They are not counted in `kept` or `broken`.
   */
  takenBack: number;
}

/** Selects the promises that were decided at or after `since` and before `until`. */
export interface AttainmentOf {
  by: Dimension;
  since: Date;
  until: Date;
  /** The IANA time zone in which months begin. */
  zone: string;
}

/** Selects the promises behind one number. */
export interface Behind extends AttainmentOf {
  value: string;
  metric: string;
  result: 'kept' | 'broken' | 'taken_back' | 'decided';
}

export interface PromiseLine {
  timerId: string;
  number: string;
  subject: string;
  priority: string;
  metric: string;
  dueAt: Date | null;
  breachedAt: Date | null;
  endedAt: Date | null;
  state: string;
}
