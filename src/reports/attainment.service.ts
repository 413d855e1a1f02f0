import { Injectable } from '@nestjs/common';
import { Database, empty, raw, sql, type Sql } from '../platform/database/index.js';
import { ID, limitOf, type Page, pageOf, type PageRequest, readCursor } from '../platform/http/index.js';
import type { AttainmentOf, AttainmentRow, Behind, Dimension, PromiseLine, Reader } from './attainment.js';
import { promisesCounted } from './promises-rolled.js';
import { standing } from './rolled.js';

/** How a value of each dimension is called in the address of a number, of `c.value` that sums are kept under. */
const SHOWN: Record<Dimension, { from: string; value: string; name: string; place: string }> = {
  policy: {
    from: 'join policy p on p.id::text = c.value',
    value: 'p.key',
    name: 'p.name',
    place: 'p.position',
  },
  department: {
    from: 'join department d on d.id::text = c.value',
    value: 'd.key',
    name: 'd.name',
    place: 'd.position',
  },
  priority: { from: '', value: 'c.value', name: 'null::jsonb', place: 'c.value' },
  tier: { from: '', value: 'c.value', name: 'null::jsonb', place: 'c.value' },
  region: { from: '', value: 'c.value', name: 'null::jsonb', place: 'c.value' },
  month: {
    from: '',
    value: `to_char(c.day, 'YYYY-MM')`,
    name: 'null::jsonb',
    place: `to_char(c.day, 'YYYY-MM')`,
  },
};

const BEHIND: Record<Exclude<Dimension, 'month'>, string> = {
  policy: 'p.key',
  priority: 't.priority',
  department: 'd.key',
  tier: 'u.tier',
  region: `coalesce(u.region, '')`,
};

/** This counts promises, each of them once. A job compares the timers behind them with the history every night. */
@Injectable()
export class Attainment {
  constructor(private readonly database: Database) {}

  async rows(reader: Reader, of: AttainmentOf): Promise<AttainmentRow[]> {
    const { from, value, name, place } = SHOWN[of.by];
    return this.database.rows<AttainmentRow>(sql`
      with ${promisesCounted(await standing(this.database, of), of, reader)}
      select ${raw(value)} as value, ${raw(name)} as name, metric, sum(kept)::int as kept, sum(broken)::int as broken,
             sum(taken_back)::int as taken_back
        from counted c ${raw(from)}
       group by 1, 2, metric, ${raw(place)} having sum(kept) + sum(broken) > 0
       order by ${raw(place)}, 1, metric`);
  }

  /**
   * Lists the promises behind one number, the latest decision first. `visible` is a condition over `ticket t` that
   * selects what the reader may see.
   */
  async behind(visible: Sql, behind: Behind, page: PageRequest): Promise<Page<PromiseLine>> {
    const limit = limitOf(page.limit);
    const last = readCursor(page.cursor, ID);
    const before = last
      ? sql`and (m.decided_at, m.id) < (select coalesce(broken_at, ended_at), id from timer where id = ${last[0]})`
      : empty;
    const rows = await this.database.rows<PromiseLine>(sql`
      select m.id as timer_id, 'T' || t.number as number, t.subject, t.priority, m.metric, m.due_at, m.broken_at,
             m.ended_at, m.state
        ${decided(visible, behind)}
         and ${valueOf(behind)} = ${behind.value} and m.metric = ${behind.metric} and ${resultOf(behind)} ${before}
       order by m.decided_at desc, m.id desc limit ${limit + 1}`);
    return pageOf(rows, limit, ({ timerId }) => [timerId]);
  }
}

function valueOf({ by, zone }: AttainmentOf): Sql {
  return by === 'month' ? sql`to_char(m.decided_at at time zone ${zone}, 'YYYY-MM')` : raw(BEHIND[by]);
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
