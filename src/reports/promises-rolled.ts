import { empty, raw, sql, type Sql } from '../platform/database/index.js';
import type { AttainmentOf, Reader } from './attainment.js';
import { PROMISES, VALUES } from './promise-parts.js';
import type { Standing } from './rolled.js';

/**
 * Defines `counted`, the promises of the span under the values of one dimension, of the tickets that the reader may see.
 * Sums leave out tickets that the reader sees as a guest, and what is known of tickets that changed since is taken away
 * again, and these are counted anew. So several rows may be about the same value.
 */
export function promisesCounted({ zone, changed }: Standing, of: AttainmentOf, reader: Reader): Sql {
  const live = (which: Sql) => sql`
    live as materialized (select * from (${PROMISES.partsOf(which, sql`${of.zone}`, of)}) live where ${seenBy(reader)})`;
  const rows = (from: Sql, sign: '' | '-') => sql`
    select ${VALUES[of.by]} as value, day, metric, ${results(sign)} from ${from}`;
  if (changed === 'all') return sql`${live(sql`true`)}, counted as (${rows(sql`live`, '')})`;
  const day = (at: Date) => sql`(${at}::timestamptz at time zone ${zone})::date`;
  const within = sql`day >= ${day(of.since)} and day < ${day(of.until)}`;
  const ids = sql`any(${changed}::bigint[])`;
  return sql`
    ${live(sql`t.id = ${ids}`)},
    counted as (
      select value, day, metric, ${results('')} from promise_day
       where dimension = ${of.by} and ${within} and ${ofDepartments(reader)}
      ${guests(reader, rows, within)}
      union all ${rows(sql`promise_part`, '-')} where ticket_id = ${ids} and ${within} and ${seenBy(reader)}
      union all ${rows(sql`live`, '')})`;
}

function results(sign: '' | '-'): Sql {
  return raw(['kept', 'broken', 'taken_back'].map((column) => `${sign}${column} as ${column}`).join(', '));
}

function guests(reader: Reader, rows: (from: Sql, sign: '') => Sql, within: Sql): Sql {
  if (reader.isAdmin) return empty;
  return sql`
    union all ${rows(sql`promise_part`, '')}
     where ${isGuest(reader)} and not ${ofDepartments(reader)} and ${within}`;
}

/** Expects the columns of a part, and selects what `visibleTo` of the tickets lets the reader see. */
function seenBy(reader: Reader): Sql {
  if (reader.isAdmin) return sql`true`;
  return sql`(${ofDepartments(reader)} or ${isGuest(reader)})`;
}

function ofDepartments({ departmentIds, isAdmin }: Reader): Sql {
  return isAdmin ? sql`true` : sql`(seen_by && ${departmentIds}::bigint[])`;
}

function isGuest({ id }: Reader): Sql {
  return sql`ticket_id = any(array(select g.ticket_id from ticket_guest g where g.member_id = ${id}))`;
}
