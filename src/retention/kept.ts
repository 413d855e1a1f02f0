import { sql, type Sql } from '../platform/database/index.js';
import { standsAt } from './standing.js';

/** The tickets that stay however old they are: open ones, unpaid refunds, and what a hold names. */
export function keptTickets(now: Date): Sql {
  const held = (what: Sql, own: Sql) =>
    sql`select k.id from ticket k join legal_hold h on h.subject_type = ${what} and h.subject_id = ${own} where ${standsAt(now)}`;
  return sql`(
    select k.id from ticket k where not k.is_finished
    union select k.ticket_id from refund k where k.state in ('requested', 'approved', 'paying')
    union ${held(sql`'ticket'`, sql`k.id`)}
    union ${held(sql`'customer'`, sql`k.customer_id`)}
    union ${held(sql`'conversation'`, sql`k.conversation_id`)})`;
}

/** The conversations that stay: those that are not over, those of kept tickets, and what a hold names. */
export function keptTalks(now: Date): Sql {
  return sql`(
    select k.id from conversation k where k.state <> 'ended'
    union select k.conversation_id from ticket k where k.conversation_id is not null and k.id in ${keptTickets(now)}
    union select h.subject_id from legal_hold h where h.subject_type = 'conversation' and ${standsAt(now)}
    union select k.id from conversation k join legal_hold h on h.subject_type = 'customer' and h.subject_id = k.customer_id
           where ${standsAt(now)})`;
}

export function heldCustomers(now: Date): Sql {
  return sql`(select h.subject_id from legal_hold h where h.subject_type = 'customer' and ${standsAt(now)})`;
}

/** How channels call the people of kept tickets, and of what a hold names. */
export function keptNames(now: Date): Sql {
  return sql`(
    select i.external_id from identity i
     where i.customer_id in ${heldCustomers(now)}
        or i.id in (select k.identity_id from ticket k where k.id in ${keptTickets(now)})
        or i.id in (select k.identity_id from conversation k join legal_hold h
                      on h.subject_type = 'conversation' and h.subject_id = k.id where ${standsAt(now)}))`;
}
