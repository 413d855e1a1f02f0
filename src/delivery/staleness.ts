import { sql, type Sql } from '../platform/database/index.js';

/** Expects `delivery d` in the query. Something newer about the ticket has gone out, after which it would mislead. */
export const saidSince = sql`
  (d.lapses_after <> '{}' and exists (
     select 1 from delivery newer
      where newer.ticket_id = d.ticket_id and newer.id > d.id and newer.state in ('accepted', 'delivered')
        and newer.purpose = any(d.lapses_after)))`;

/** Expects `delivery d` in the query, and selects those that the delivery with this id makes stale. */
export function staleAfter(id: string): Sql {
  return sql`
    d.id < ${id} and d.ticket_id = (select newer.ticket_id from delivery newer where newer.id = ${id})
      and (select newer.purpose from delivery newer where newer.id = ${id}) = any(d.lapses_after)`;
}
