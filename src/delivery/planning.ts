import { sql, type Sql } from '../platform/database/index.js';
import type { OutboundContent } from './channel.js';
import { lapsesAt } from './lapsing.service.js';

/** This sweep sends due deliveries. It must be woken when a delivery becomes due. */
export const DELIVERIES_DUE = 'deliveries_due';

/**
 * `reasonKey` says why the delivery exists, for example `reply:77`. The database refuses a second delivery
 * with the same key.
 */
export interface PlannedDelivery {
  reasonKey: string;
  identityId: string;
  accountId: string;
  conversationId: string;
  ticketId?: string | null;
  purpose: string;
  content: OutboundContent;
  takesLast?: boolean;
  /** A person calls the customer when no route is left or, with `at_once`, from the start. */
  call?: 'if_needed' | 'at_once';
  joinsAuthor?: string | null;
  /** It is not sent any more once a newer delivery about the ticket, for one of these purposes, has gone out. */
  lapsesAfter?: readonly string[];
}

/**
 * Returns the parts `known` and `planned` of an SQL statement. A part `said` before them must write the
 * message and return its id.
 */
export function planning(plan: PlannedDelivery, now: Date): Sql {
  const calls = plan.call === 'at_once';
  return sql`
    known as (
      -- Deliveries are claimed by this row: somebody who never wrote has none yet.
      insert into contact_ledger (identity_id) values (${plan.identityId}) on conflict do nothing
    ), planned as (
      insert into delivery (reason_key, identity_id, account_id, conversation_id, message_id, ticket_id, purpose, content, created_at,
                            due_at, route, reason, may_call, takes_last, joins_author, lapses_after, lapses_at)
      select ${plan.reasonKey}, ${plan.identityId}, ${plan.accountId}, ${plan.conversationId}, said.id, ${plan.ticketId ?? null},
             ${plan.purpose}, ${JSON.stringify(plan.content)}, ${now}, ${calls ? null : now}, ${calls ? 'call' : null},
             ${calls ? 'call_asked' : null}, ${plan.call !== undefined}, ${plan.takesLast ?? false}, ${plan.joinsAuthor ?? null},
             ${[...(plan.lapsesAfter ?? [])]}::text[], ${plan.purpose === 'reply' ? lapsesAt(now) : null} from said
      returning message_id, id delivery_id
    )`;
}
