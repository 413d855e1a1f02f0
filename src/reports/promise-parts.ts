import { join, raw, sql, type Sql } from '../platform/database/index.js';
import { type Dimension, DIMENSIONS } from './attainment.js';
import type { Span, Sums } from './sums.js';

/** What a part is counted under in each dimension; a row of `promise_day` of all of a day has no value of its own. */
export const VALUES: Record<Dimension, Sql> = {
  policy: sql`policy_id::text`,
  priority: sql`priority`,
  department: sql`department_id::text`,
  tier: sql`tier`,
  region: sql`region`,
  month: sql`''`,
};

/** Counts promises under the facts that their tickets and customers have now, by the day on which they were decided. */
function partsOf(which: Sql, zone: Sql, span?: Span): Sql {
  const within = span ? sql`m.decided_at >= ${span.since} and m.decided_at < ${span.until}` : sql`true`;
  return sql`
    select t.id as ticket_id, (m.decided_at at time zone ${zone})::date as day, s.seen_by, m.metric, m.policy_id,
           m.department_id, t.priority, u.tier, coalesce(u.region, '') as region,
           (count(*) filter (where not m.broken))::int as kept, (count(*) filter (where m.broken))::int as broken,
           (count(*) filter (where m.taken_back))::int as taken_back
      from promise m join ticket t on t.id = m.ticket_id join customer u on u.id = t.customer_id
      cross join lateral (
        select array_agg(distinct department order by department) as seen_by from (
          select t.department_id as department
          union all select from_department_id from handoff h where h.ticket_id = t.id
          union all select to_department_id from handoff h where h.ticket_id = t.id) departments) s
     where ${within} and ${which}
     group by 1, 2, 3, 4, 5, 6, 7, 8, 9`;
}

function summed(which: Sql): Sql {
  const values = DIMENSIONS.map((dimension) => sql`(${raw(`'${dimension}'`)}, ${VALUES[dimension]})`);
  return sql`
    select day, seen_by, dimension, value, metric, sum(kept)::bigint as kept, sum(broken)::bigint as broken,
           sum(taken_back)::bigint as taken_back
      from promise_part cross join lateral (values ${join(values)}) v (dimension, value)
     where ${which} group by 1, 2, 3, 4, 5`;
}

export const PROMISES: Sums = {
  part: raw('promise_part'),
  day: raw('promise_day'),
  group: ['day', 'seen_by'],
  partsOf,
  summed,
};
