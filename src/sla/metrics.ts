/**
 * `acceptance` and `department` measure a department; the others measure what the customer waits for. A
 * milestone is a step on the way, such as freezing an account.
 */
export const METRICS = [
  'first_response',
  'next_response',
  'resolution',
  'acceptance',
  'department',
  'milestone',
] as const;
export type Metric = (typeof METRICS)[number];

/** A customer's timer runs on through a handoff, so its versions count per ticket and not per department. */
export const isCustomerTimer = (metric: Metric): boolean =>
  metric !== 'acceptance' && metric !== 'department';

const PAUSED_WITH_TICKET: readonly Metric[] = ['resolution', 'department', 'milestone'];
export const standsStill = (metric: Metric): boolean => PAUSED_WITH_TICKET.includes(metric);
