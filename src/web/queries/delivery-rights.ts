import { actsIn } from '../../conversations/index.js';
import { sql, type Sql } from '../../platform/database/index.js';
import type { Member } from '../../staff/index.js';
import { actsOn } from '../../tickets/index.js';

/**
 * Filters `delivery d` of `conversation c`: on its ticket the member may act or, without a ticket, in its conversation.
 * Buttons and the acts behind them ask this alike. The ticket is asked for a value: for a condition, the planner would
 * first read all tickets.
 */
export function decidedBy(member: Member): Sql {
  return sql`case when d.ticket_id is null then ${actsIn(member)}
                  else coalesce((select true from ticket t where t.id = d.ticket_id and ${actsOn(member)} limit 1), false) end`;
}
