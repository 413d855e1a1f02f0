import { type Database, sql, type Sql } from '../platform/database/index.js';
import { counts, partsOf } from './parts.js';
import type { Span } from './sums.js';

/** With more tickets than these, all of the span are counted anew, which takes no longer. */
const MOST_CHANGED = 5_000;

/** Which of the sums can be used. `changed` are the tickets that were not yet counted anew. */
export interface Standing {
  zone: string;
  changed: string[] | 'all';
}

/** The sums are of use where they were made, and by days that begin as the span does. */
export async function standing(database: Database, { since, until }: Span): Promise<Standing> {
  const isMidnight = (at: Date) => sql`${at}::timestamptz = date_trunc('day', ${at}::timestamptz, zone)`;
  const { zone, changed } = await database.one<{ zone: string; changed: string[] | null }>(sql`
    select coalesce(zone, 'UTC') as zone,
           case when zone is not null and ${isMidnight(since)} and ${isMidnight(until)}
                then array(select distinct ticket_id::text from report_touched limit ${MOST_CHANGED + 1}) end as changed
      from report_zone`);
  return { zone, changed: changed === null || changed.length > MOST_CHANGED ? 'all' : changed };
}

/**
 * Defines `counted`, the rows of `report_day` that lie in the span, as they would be if all tickets were counted by now,
 * and `answered`, the seconds after which tickets were. Parts of tickets that changed since are taken away again, and
 * these tickets are counted anew. Several rows may be about the same day. `scoped` is a condition over `department_id`.
 */
export function counted({ zone, changed }: Standing, span: Span, scoped: Sql): Sql {
  const day = (at: Date) => sql`(${at}::timestamptz at time zone ${zone})::date`;
  const within = sql`day >= ${day(span.since)} and day < ${day(span.until)} and ${scoped}`;
  if (changed === 'all') return anew(sql`true`, { zone, span, scoped });
  const days = sql`days as (select * from report_day where ${within})`;
  if (changed.length === 0)
    return sql`${days}, counted as (${row('days', 1)}), answered as (${took('days')})`;
  const ids = sql`any(${changed}::bigint[])`;
  return sql`
    ${days},
    stale as materialized (select * from report_part where ticket_id = ${ids} and ${within}),
    ${live(sql`t.id = ${ids}`, { zone, span, scoped })},
    counted as (${row('days', 1)} union all ${row('stale', -1)} union all ${row('live', 1)}),
    answered as ((${took('days')} except all ${took('stale')}) union all ${took('live')})`;
}

interface Anew {
  zone: string;
  span: Span;
  scoped: Sql;
}

function anew(which: Sql, of: Anew): Sql {
  return sql`${live(which, of)}, counted as (${row('live', 1)}), answered as (${took('live')})`;
}

function live(which: Sql, { zone, span, scoped }: Anew): Sql {
  return sql`live as materialized (select * from (${partsOf(which, sql`${zone}`, span)}) live where ${scoped})`;
}

function row(from: 'days' | 'stale' | 'live', sign: 1 | -1): Sql {
  const signed = counts((count) => (sign === 1 ? count : sql`-${count}`));
  return sql`select department_id, priority, ${signed}, paid, ${sign}::int as sign from ${sql([from])}`;
}

function took(from: 'days' | 'stale' | 'live'): Sql {
  return sql`select department_id, priority, took from ${sql([from])}, unnest(seconds) took`;
}
