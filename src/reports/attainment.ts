export const DIMENSIONS = ['policy', 'priority', 'department', 'tier', 'region', 'month'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A member. Promises are counted of the tickets that this member may see. */
export interface Reader {
  id: string;
  departmentIds: string[];
  isAdmin: boolean;
}

/** `value` is a key of the dimension, or '' if the customer has no region. */
export interface AttainmentRow {
  value: string;
  name: Record<string, string> | null;
  metric: string;
  kept: number;
  broken: number;
  /** So many of the broken promises were broken under terms that a change later took back. */
  takenBack: number;
}

/** Selects the promises that were decided at or after `since` and before `until`. */
export interface AttainmentOf {
  by: Dimension;
  since: Date;
  until: Date;
  /** Months begin in this IANA time zone. */
  zone: string;
}

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
  brokenAt: Date | null;
  endedAt: Date | null;
  state: string;
}
