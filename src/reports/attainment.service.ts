import { Injectable } from '@nestjs/common';
import { Database, empty, raw, sql, type Sql } from '../platform/database/index.js';
import { ID, limitOf, type Page, pageOf, type PageRequest, readCursor } from '../platform/http/index.js';
import type { AttainmentOf, AttainmentRow, Behind, Dimension, PromiseLine } from './attainment.js';

const VALUE: Record<Exclude<Dimension, 'month'>, { value: string; name: string; order: string }> = {
  policy: { value: 'p.key', name: 'p.name', order: 'p.position' },
  priority: { value: 't.priority', name: 'null::jsonb', order: 't.priority' },
  department: { value: 'd.key', name: 'd.name', order: 'd.position' },
  tier: { value: 'u.tier', name: 'null::jsonb', order: 'u.tier' },
  region: { value: `coalesce(u.region, '')`, name: 'null::jsonb', order: `coalesce(u.region, '')` },
};

const DECIDED_AT = sql`coalesce(m.breached_at, m.ended_at)`;
/** A later timer replaces this one, so other terms now measure the promise. */
const TAKEN_BACK = sql`exists (select 1 from timer n where n.replaces = m.id)`;

/** This counts stored timers. A job compares them with the history every night. */
@Injectable()
export class Attainment {
  constructor(private readonly database: Database) {}

  /** `visible` is a condition over `ticket t` that selects what the reader may see. */
  rows(visible: Sql, of: AttainmentOf): Promise<AttainmentRow[]> {
    const { value, name, order } = columnsOf(of);
    return this.database.rows<AttainmentRow>(sql`
      select value, name, metric, count(*) filter (where not broken)::int as kept,
             count(*) filter (where broken and not taken_back)::int as broken,
             count(*) filter (where broken and taken_back)::int as taken_back
        from (select ${value} as value, ${name} as name, m.metric, m.breached_at is not null as broken,
                     ${TAKEN_BACK} as taken_back, min(${order}) over (partition by ${value}) as place
                ${decided(visible, of)}) decided
       group by value, name, metric, place order by place, value`);
  }

  /** Lists the promises behind one number, the latest decision first. */
  async behind(visible: Sql, behind: Behind, page: PageRequest): Promise<Page<PromiseLine>> {
    const { value } = columnsOf(behind);
    const limit = limitOf(page.limit);
    const last = readCursor(page.cursor, ID);
    const before = last
      ? sql`and (${DECIDED_AT}, m.id) < (select coalesce(breached_at, ended_at), id from timer where id = ${last[0]})`
      : empty;
    const rows = await this.database.rows<PromiseLine>(sql`
      select m.id as timer_id, 'T' || t.number as number, t.subject, t.priority, m.metric, m.due_at, m.breached_at,
             m.ended_at, m.state
        ${decided(visible, behind)}
         and ${value} = ${behind.value} and m.metric = ${behind.metric} and ${resultOf(behind)} ${before}
       order by ${DECIDED_AT} desc, m.id desc limit ${limit + 1}`);
    return pageOf(rows, limit, ({ timerId }) => [timerId]);
  }
}

function columnsOf({ by, zone }: AttainmentOf): Record<'value' | 'name' | 'order', Sql> {
  if (by !== 'month') {
    const { value, name, order } = VALUE[by];
    return { value: raw(value), name: raw(name), order: raw(order) };
  }
  const month = sql`to_char(${DECIDED_AT} at time zone ${zone}, 'YYYY-MM')`;
  return { value: month, name: sql`null::jsonb`, order: month };
}

/**
 * The timers `acceptance` and `department` count for their own department, all others for the department that has the
 * ticket.
 */
function decided(visible: Sql, { since, until }: AttainmentOf): Sql {
  return sql`
    from timer m
    join ticket t on t.id = m.ticket_id
    join customer u on u.id = t.customer_id
    join policy p on p.id = m.policy_id
    join department d
      on d.id = case when m.metric in ('acceptance', 'department') then m.department_id else t.department_id end
   where (m.breached_at is not null or m.state = 'met')
     and ${DECIDED_AT} >= ${since} and ${DECIDED_AT} < ${until} and ${visible}`;
}

function resultOf({ result }: Behind): Sql {
  if (result === 'kept') return sql`m.breached_at is null`;
  if (result === 'broken') return sql`m.breached_at is not null and not ${TAKEN_BACK}`;
  if (result === 'taken_back') return sql`m.breached_at is not null and ${TAKEN_BACK}`;
  return sql`(m.breached_at is null or not ${TAKEN_BACK})`;
}
