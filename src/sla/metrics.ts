/**
 * What a policy promises. `acceptance` and `department` are a department's own clocks, the others the customer's; a
 * milestone is a step on the way, such as freezing an account, known by its key.
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

/** The customer's clock runs on through a handoff: its versions count per ticket, not per department. */
export const isCustomerTimer = (metric: Metric): boolean =>
  metric !== 'acceptance' && metric !== 'department';

/** These stand still while the ticket is in a status that its policy names; who answers first waits for nobody. */
const PAUSED_WITH_TICKET: readonly Metric[] = ['resolution', 'department', 'milestone'];
export const standsStill = (metric: Metric): boolean => PAUSED_WITH_TICKET.includes(metric);
