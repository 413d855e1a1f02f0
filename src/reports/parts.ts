import { join, raw, sql, type Sql } from '../platform/database/index.js';
import type { Span, Sums } from './sums.js';

/** What is counted of a ticket, named as the columns of `report_part` and `report_day`. */
export const COUNTS = [
  'opened',
  'resolved',
  'reopened',
  'response_met',
  'response_breached',
  'resolution_met',
  'resolution_breached',
] as const;

export const counts = (each: (column: Sql, name: string) => Sql): Sql =>
  join(COUNTS.map((name) => each(raw(name), name)));

/**
 * Counts tickets from what happened to them, as rows of `report_part`: each under the department and priority that it has
 * now, by days of `zone`. `which` is a condition over `ticket t`.
 */
export function partsOf(which: Sql, zone: Sql, span?: Span): Sql {
  return sql`
    select ticket_id, (at at time zone ${zone})::date as day, department_id, priority,
           ${counts((column, name) => sql`(count(*) filter (where what = ${name}))::int as ${column}`)},
           coalesce(array_agg(seconds order by seconds) filter (where seconds is not null), '{}') as seconds,
           coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount::text)) filter (where currency is not null), '[]') as paid
      from (${happened(which, span)}) happened
     group by 1, 2, 3, 4`;
}

function happened(which: Sql, span?: Span): Sql {
  const within = (at: Sql) =>
    span ? sql`${at} >= ${span.since} and ${at} < ${span.until}` : sql`${at} is not null`;
  const nothing = sql`null::float8 seconds, null::text currency, null::numeric amount`;
  return sql`
    select t.id ticket_id, t.department_id, t.priority, t.opened_at at, 'opened' what, ${nothing}
      from ticket t where ${within(sql`t.opened_at`)} and ${which}
    union all
    select t.id, t.department_id, t.priority, n.resolved_at, 'resolved', ${nothing}
      from resolution n join ticket t on t.id = n.ticket_id where ${within(sql`n.resolved_at`)} and ${which}
    union all
    select t.id, t.department_id, t.priority, n.reopened_at, 'reopened', ${nothing}
      from resolution n join ticket t on t.id = n.ticket_id where ${within(sql`n.reopened_at`)} and ${which}
    union all
    ${decided(which, within)}
    union all
    select t.id, t.department_id, t.priority, p.paid_at, 'paid', null, r.currency, r.amount
      from refund_payment p join refund r on r.id = p.refund_id join ticket t on t.id = r.ticket_id
     where ${within(sql`p.paid_at`)} and ${which}`;
}

/**
 * A promise that was broken in the week counts as broken, even if it was fulfilled later or its ticket was solved
 * without a word.
 */
function decided(which: Sql, within: (at: Sql) => Sql): Sql {
  return sql`
    select t.id, t.department_id, t.priority, m.decided_at,
           case m.metric when 'first_response' then 'response' else 'resolution' end || case when m.broken then '_breached' else '_met' end,
           case when m.metric = 'first_response' and m.state = 'met' then extract(epoch from m.ended_at - t.opened_at)::float8 end,
           null::text, null::numeric
      from promise m join ticket t on t.id = m.ticket_id
     where m.metric in ('first_response', 'resolution') and ${within(sql`m.decided_at`)} and ${which}`;
}

const SAME = sql`(p.day, p.department_id, p.priority) = (s.day, s.department_id, s.priority)`;

function summed(which: Sql): Sql {
  return sql`
    select day, department_id, priority, ${counts((count) => count)},
           coalesce((select array_agg(took order by took) from report_part p, unnest(p.seconds) took where ${SAME}), '{}') as seconds,
           coalesce((select jsonb_agg(one order by one) from report_part p, jsonb_array_elements(p.paid) one where ${SAME}), '[]') as paid
      from (
        select day, department_id, priority, ${counts((count) => sql`sum(${count}) as ${count}`)}
          from report_part where ${which} group by 1, 2, 3
      ) s`;
}

export const WEEKS: Sums = {
  part: raw('report_part'),
  day: raw('report_day'),
  group: ['day', 'department_id', 'priority'],
  partsOf,
  summed,
};
