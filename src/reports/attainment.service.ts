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

/** This counts promises, each of them once. A job compares the timers behind them with the history every night. */
@Injectable()
export class Attainment {
  constructor(private readonly database: Database) {}

  /** `visible` is a condition over `ticket t` that selects what the reader may see. */
  rows(visible: Sql, of: AttainmentOf): Promise<AttainmentRow[]> {
    const { value, name, order } = columnsOf(of);
    return this.database.rows<AttainmentRow>(sql`
      select value, name, metric, count(*) filter (where not broken)::int as kept,
             count(*) filter (where broken)::int as broken, count(*) filter (where taken_back)::int as taken_back
        from (select ${value} as value, ${name} as name, m.metric, m.broken, m.taken_back,
                     min(${order}) over (partition by ${value}) as place
                ${decided(visible, of)}) decided
       group by value, name, metric, place order by place, value`);
  }

  /** Lists the promises behind one number, the latest decision first. */
  async behind(visible: Sql, behind: Behind, page: PageRequest): Promise<Page<PromiseLine>> {
    const { value } = columnsOf(behind);
    const limit = limitOf(page.limit);
    const last = readCursor(page.cursor, ID);
    const before = last
      ? sql`and (m.decided_at, m.id) < (select coalesce(broken_at, ended_at), id from timer where id = ${last[0]})`
      : empty;
    const rows = await this.database.rows<PromiseLine>(sql`
      select m.id as timer_id, 'T' || t.number as number, t.subject, t.priority, m.metric, m.due_at, m.broken_at,
             m.ended_at, m.state
        ${decided(visible, behind)}
         and ${value} = ${behind.value} and m.metric = ${behind.metric} and ${resultOf(behind)} ${before}
       order by m.decided_at desc, m.id desc limit ${limit + 1}`);
    return pageOf(rows, limit, ({ timerId }) => [timerId]);
  }
}

function columnsOf({ by, zone }: AttainmentOf): Record<'value' | 'name' | 'order', Sql> {
  if (by !== 'month') {
    const { value, name, order } = VALUE[by];
    return { value: raw(value), name: raw(name), order: raw(order) };
  }
  const month = sql`to_char(m.decided_at at time zone ${zone}, 'YYYY-MM')`;
  return { value: month, name: sql`null::jsonb`, order: month };
}

function decided(visible: Sql, { since, until }: AttainmentOf): Sql {
  return sql`
    from promise m
    join ticket t on t.id = m.ticket_id
    join customer u on u.id = t.customer_id
    join policy p on p.id = m.policy_id
    join department d on d.id = m.department_id
   where m.decided_at >= ${since} and m.decided_at < ${until} and ${visible}`;
}

function resultOf({ result }: Behind): Sql {
  if (result === 'kept') return sql`not m.broken`;
  if (result === 'broken') return sql`m.broken`;
  if (result === 'taken_back') return sql`m.taken_back`;
  return sql`true`;
}
