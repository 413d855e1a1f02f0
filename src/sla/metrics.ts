/** What a policy promises. The first three are the customer's clocks, the last two a department's own. */
export const METRICS = ['first_response', 'next_response', 'resolution', 'acceptance', 'department'] as const;
export type Metric = (typeof METRICS)[number];

/** The customer's clock runs on through a handoff: its versions count per ticket, not per department. */
export const isCustomerClock = (metric: Metric): boolean =>
  metric !== 'acceptance' && metric !== 'department';

/** While a ticket is in one of these, the clocks below stand still. */
const PAUSING_STATUSES: readonly string[] = ['waiting_on_customer', 'on_hold'];
const PAUSED_WITH_TICKET: readonly Metric[] = ['resolution', 'department'];

export const pauses = (status: string): boolean => PAUSING_STATUSES.includes(status);
export const standsStill = (metric: Metric): boolean => PAUSED_WITH_TICKET.includes(metric);
