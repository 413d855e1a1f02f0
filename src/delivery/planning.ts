import { sql, type Sql } from '../platform/database/index.js';
import type { OutboundContent } from './channel.js';

/** The sweep that sends what is due; whoever makes something due wakes it. */
export const DELIVERIES_DUE = 'deliveries_due';

/** `reasonKey` is why, e.g. `reply:77`: a second plan for the same reason is refused by the database. */
export interface PlannedDelivery {
  reasonKey: string;
  identityId: string;
  accountId: string;
  conversationId: string;
  ticketId?: string | null;
  purpose: string;
  content: OutboundContent;
  /** May use the last send of a window, which is kept for a status notice. */
  takesLast?: boolean;
  /** Where no route is left somebody calls the customer; `at_once` where it is to be said that way from the start. */
  call?: 'if_needed' | 'at_once';
  /** Short messages of this author right after it may go with it as one. */
  joinsAuthor?: string | null;
}

/**
 * The parts `known` and `planned` of a statement whose part `said` has written the message and returns its id; `planned`
 * returns the ids of both as `message_id` and `delivery_id`.
 */
export function planning(plan: PlannedDelivery, now: Date): Sql {
  const calls = plan.call === 'at_once';
  return sql`
    known as (
      -- Deliveries are claimed by this row: somebody who never wrote has none yet.
      insert into contact_ledger (identity_id) values (${plan.identityId}) on conflict do nothing
    ), planned as (
      insert into delivery (reason_key, identity_id, account_id, conversation_id, message_id, ticket_id, purpose, content, created_at,
                            due_at, route, reason, may_call, takes_last, joins_author)
      select ${plan.reasonKey}, ${plan.identityId}, ${plan.accountId}, ${plan.conversationId}, said.id, ${plan.ticketId ?? null},
             ${plan.purpose}, ${JSON.stringify(plan.content)}, ${now}, ${calls ? null : now}, ${calls ? 'call' : null},
             ${calls ? 'call_asked' : null}, ${plan.call !== undefined}, ${plan.takesLast ?? false}, ${plan.joinsAuthor ?? null} from said
      returning message_id, id delivery_id
    )`;
}
