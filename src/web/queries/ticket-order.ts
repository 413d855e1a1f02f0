import { sql, type Sql } from '../../platform/database/index.js';

/**
 * `newest` orders by number, `due` by what is due next, and `closing` by when the chat of a waiting customer closes.
 */
export const TICKET_ORDERS = ['newest', 'due', 'closing'] as const;
export type TicketOrder = (typeof TICKET_ORDERS)[number];

/**
 * Orders tickets by a time in another table. `among` joins that table with the tickets and is read along an index, the
 * earliest `at` first. A ticket for which `none` is true has no such time and comes after all others.
 */
export interface TimeOrder {
  among: Sql;
  at: Sql;
  none: Sql;
}

export const BY_DUE: TimeOrder = {
  // This is a value and not a join. With a join, the planner expects few rows and sorts them all.
  among: sql`
    timer m join ticket t on t.id = m.ticket_id and m.state = 'running' and coalesce((
      select false from timer e
       where e.ticket_id = m.ticket_id and e.state = 'running' and (e.due_at, e.id) < (m.due_at, m.id) limit 1), true)`,
  at: sql`m.due_at`,
  // With a join, each ticket would be compared with all timers that run.
  none: sql`coalesce((select false from timer m where m.ticket_id = t.id and m.state = 'running' limit 1), true)`,
};

/** Tickets whose customer waits for an answer come first, in the order in which their chats close. */
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

/** Cursors use this form: ISO 8601 in UTC. */
export function asText(at: Sql): Sql {
  return sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
