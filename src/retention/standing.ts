import { sql, type Sql } from '../platform/database/index.js';

/** Expects `legal_hold h` in the query: the hold was not lifted and its last day has not passed. */
export function standsAt(now: Date): Sql {
  return sql`(h.lifted_at is null and (h.until is null or h.until > ${now}))`;
}

/** Expects `legal_hold h` in the query: it is on the customer, or on a ticket or conversation of that customer. */
export function holdOf(customerId: Sql): Sql {
  return sql`
    ((h.subject_type = 'customer' and h.subject_id = ${customerId})
      or (h.subject_type = 'ticket' and exists (
            select from ticket o where o.id = h.subject_id and o.customer_id = ${customerId}))
      or (h.subject_type = 'conversation' and exists (
            select from conversation o where o.id = h.subject_id and o.customer_id = ${customerId})))`;
}
