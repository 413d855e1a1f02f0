/** What attainment is told apart by. */
export const DIMENSIONS = ['policy', 'priority', 'department', 'tier', 'region', 'month'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Promises that were decided, of one value of the dimension and one metric. `value` is a key; '' where there is none. */
export interface AttainmentRow {
  value: string;
  name: Record<string, string> | null;
  metric: string;
  kept: number;
  broken: number;
  /** Broken under terms that a change then took back: not counted in the others. */
  takenBack: number;
}

/** Which promises: decided from `since` until before `until`. */
export interface AttainmentOf {
  by: Dimension;
  since: Date;
  until: Date;
  /** IANA zone in which months begin. */
  zone: string;
}

/** The promises behind one number. */
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
