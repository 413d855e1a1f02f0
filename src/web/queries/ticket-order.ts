import { sql, type Sql } from '../../platform/database/index.js';

/** `newest` by number, `due` by what is due next, `closing` by when the chat closes for an answer that is owed. */
export const TICKET_ORDERS = ['newest', 'due', 'closing'] as const;
export type TicketOrder = (typeof TICKET_ORDERS)[number];

/**
 * An order of tickets by a time that stands in another table: `among` are its rows with their ticket, in `at` the time,
 * walked along an index from the earliest on; `none` is true of a ticket that has no such time and comes after all.
 */
export interface TimeOrder {
  among: Sql;
  at: Sql;
  none: Sql;
}

/** What is due first: each ticket at the earliest of its running clocks. */
export const BY_DUE: TimeOrder = {
  // Said as a value and not as a join: else the planner expects few of them, and sorts them all.
  among: sql`
    timer m join ticket t on t.id = m.ticket_id and m.state = 'running' and coalesce((
      select false from timer e
       where e.ticket_id = m.ticket_id and e.state = 'running' and (e.due_at, e.id) < (m.due_at, m.id) limit 1), true)`,
  at: sql`m.due_at`,
  none: sql`not exists (select 1 from timer m where m.ticket_id = t.id and m.state = 'running')`,
};

/** Of those whose customer waits for an answer, whose chat closes first; then all others. */
export function byClosing(now: Date): TimeOrder {
  const waits = sql`
    contact_window w join conversation c on c.identity_id = w.identity_id and c.state <> 'ended'
     and c.unanswered_since is not null and w.source = 'message' and w.closes_at > ${now}`;
  return {
    among: sql`${waits} join ticket t on t.identity_id = w.identity_id`,
    at: sql`w.closes_at`,
    none: sql`not exists (select 1 from ${waits} where w.identity_id = t.identity_id)`,
  };
}

/** ISO 8601 in UTC, as it travels in a cursor. */
export function asText(at: Sql): Sql {
  return sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
