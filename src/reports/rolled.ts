import { sql, type Sql } from '../platform/database/index.js';
import { counts, partsOf, type Span } from './parts.js';

/**
 * Defines `counted`, the rows of `report_day` that lie in the span, as they would be if all tickets were counted by now:
 * parts of tickets that changed since are taken away again, and these tickets are counted anew. Several rows may be about
 * the same day. Where no sweep has counted yet, or by another time zone, all tickets are. `scoped` is a condition over
 * `department_id`.
 */
export function counted(span: Span, scoped: Sql): Sql {
  const day = (at: Date) => sql`(${at}::timestamptz at time zone (select zone from rolled))::date`;
  const inside = sql`day >= ${day(span.since)} and day < ${day(span.until)} and ${scoped}`;
  const changed = sql`t.id in (select ticket_id from touched)`;
  return sql`
    rolled as materialized (
      select coalesce(zone, 'UTC') as zone, zone is not null and ${isMidnight(span.since)} and ${isMidnight(span.until)} as usable
        from report_zone
    ),
    touched as materialized (
      select distinct ticket_id from report_touched
      union select id from ticket where not (select usable from rolled)
    ),
    live as materialized (
      select * from (${partsOf(changed, sql`(select zone from rolled)`, span)}) live where ${scoped}
    ),
    stale as materialized (
      select p.* from touched join report_part p using (ticket_id) where (select usable from rolled) and ${inside}
    ),
    days as (select * from report_day where (select usable from rolled) and ${inside}),
    counted as (
      select department_id, priority, ${counts((count) => count)}, paid, 1 as sign from days
      union all select department_id, priority, ${counts((count) => sql`-${count}`)}, paid, -1 from stale
      union all select department_id, priority, ${counts((count) => count)}, paid, 1 from live
    ),
    answered as (
      (select department_id, priority, took from days, unnest(seconds) took
       except all select department_id, priority, took from stale, unnest(seconds) took)
      union all select department_id, priority, took from live, unnest(seconds) took
    )`;
}

const isMidnight = (at: Date) => sql`${at} = date_trunc('day', ${at}::timestamptz, zone)`;
