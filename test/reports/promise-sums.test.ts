import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, raw, sql, type Sql } from '../../src/platform/database/index.js';
import {
  Attainment,
  attainmentIn,
  type AttainmentSpan,
  type Dimension,
  DIMENSIONS,
  RollUp,
  RollUpCheck,
} from '../../src/reports/index.js';
import type { Member } from '../../src/staff/index.js';
import { visibleTo } from '../../src/tickets/index.js';
import { Chance } from '../../src/demo/growth/chance.js';
import { growthOf } from '../../src/start/growth.js';
import { Workbench } from '../web/workbench.js';

const TICKETS = 150;
const ZONE = 'Asia/Shanghai';
/** So many months before the present one. */
const MONTHS = [0, 1];

let bench: Workbench;
let database: Database;
let rollUp: RollUp;
let check: RollUpCheck;
let now: Date;
beforeAll(async () => {
  bench = await Workbench.open();
  database = bench.server.get(Database);
  [rollUp, check] = [bench.server.get(RollUp), bench.server.get(RollUpCheck)];
  now = bench.server.get(Clock).now();
  const grown = { tickets: TICKETS, messages: TICKETS * 5, seed: 7, now };
  await growthOf(bench.server).fill(grown, () => undefined);
  await scatter();
}, 60_000);
afterAll(() => bench.close());
beforeEach(() => sweepAll());

async function sweepAll(): Promise<void> {
  while (await rollUp.sweep());
}

/** Some tickets are of other departments, were handed over, or have a guest; clocks of a department are among them. */
async function scatter(): Promise<void> {
  const { lina, liuyang } = bench.cast.staff;
  const { technical, finance, quality } = bench.cast.departments;
  await database.run(sql`update ticket set department_id = ${technical} where id % 3 = 0`);
  await database.run(sql`
    insert into handoff (ticket_id, from_department_id, to_department_id, state, note, offered_by, offered_at)
    select id, department_id, case when id % 2 = 0 then ${finance}::bigint else ${quality}::bigint end, 'returned', '请看', ${lina.id}, opened_at
      from ticket where id % 5 = 0 and department_id not in (${finance}, ${quality})`);
  await database.run(sql`
    insert into ticket_guest (member_id, ticket_id, since) select ${liuyang.id}, id, opened_at from ticket where id % 4 = 0`);
  await database.run(sql`
    update timer set metric = 'department', department_id = ${finance}, version = version + 50 where metric = 'resolution' and ticket_id % 7 = 0`);
  await database.run(sql`
    update customer set region = (array['上海', '北京', ''])[1 + id % 3], tier = (array['standard', 'vip'])[1 + id % 2] where id % 2 = 0`);
}

const readers = (): Member[] => ['wutao', 'lina', 'liuyang', 'wangfang', 'zhoulin'].map(memberOf);
const memberOf = (key: string) => bench.cast.staff[key as keyof typeof bench.cast.staff];

async function each<T>(tell: (reader: Member, span: AttainmentSpan) => Promise<T>): Promise<object[]> {
  const asked = readers().flatMap((reader) =>
    DIMENSIONS.flatMap((by) => MONTHS.map((back) => ({ reader, by, back }))),
  );
  return Promise.all(
    asked.map(async ({ reader, by, back }) => {
      const month = new Date(now.getTime() - back * 30 * 86_400_000).toISOString().slice(0, 7);
      const span = attainmentIn(month, by, { now, zone: ZONE });
      return { reader: reader.name, by, month, told: await tell(reader, span) };
    }),
  );
}

const told = () => each((reader, span) => bench.server.get(Attainment).rows(reader, span));

const VALUES: Record<Dimension, [value: string, name: string, place: string]> = {
  policy: ['p.key', 'p.name', 'p.position'],
  priority: ['t.priority', 'null::jsonb', ''],
  department: ['d.key', 'd.name', 'd.position'],
  tier: ['u.tier', 'null::jsonb', ''],
  region: [`coalesce(u.region, '')`, 'null::jsonb', ''],
  month: [`to_char(m.decided_at at time zone '${ZONE}', 'YYYY-MM')`, 'null::jsonb', ''],
};

/** Counts every promise by itself, as the report did before there were sums of it. */
const countedOneByOne = () =>
  each((reader, { by, since, until }) => {
    const [value, name, place] = VALUES[by].map((text) => raw(text || VALUES[by][0])) as [Sql, Sql, Sql];
    return database.rows(sql`
      select ${value} as value, ${name} as name, m.metric, count(*) filter (where not m.broken)::int as kept,
             count(*) filter (where m.broken)::int as broken, count(*) filter (where m.taken_back)::int as taken_back
        from promise m join ticket t on t.id = m.ticket_id join customer u on u.id = t.customer_id
        join policy p on p.id = m.policy_id join department d on d.id = m.department_id
       where m.decided_at >= ${since} and m.decided_at < ${until} and ${visibleTo(reader)}
       group by ${value}, ${name}, m.metric, ${place} order by ${place}, ${value}, m.metric`);
  });

const some = (share: number) => sql`id % ${Math.round(1 / share)} = ${chance.below(Math.round(1 / share))}`;
const chance = new Chance(13);
const another = sql`(select id from department d where d.id <> ticket.department_id order by d.id limit 1)`;
const finance = sql`(select id from department where key = 'finance')`;

/** What happens to a promise, its ticket or its customer after it was counted. */
const CHANGES: Record<string, () => Sql> = {
  'its ticket goes to another department': () =>
    sql`update ticket set department_id = ${another} where ${some(0.2)}`,
  'its ticket is made more urgent': () =>
    sql`update ticket set priority = 'P1' where priority <> 'P1' and ${some(0.2)}`,
  'its ticket is of another customer': () =>
    sql`update ticket set customer_id = (select min(id) from customer) where ${some(0.2)}`,
  'its ticket is handed to another department': () => sql`
    insert into handoff (ticket_id, from_department_id, to_department_id, state, note, offered_by, offered_at)
    select id, department_id, ${finance}, 'returned', '请看', (select min(id) from member), opened_at
      from ticket where department_id <> ${finance} and ${some(0.3)}`,
  'a handover of its ticket was to another department': () => sql`
    update handoff set to_department_id = (select id from department where key = 'presales') where to_department_id = ${finance} and ${some(0.5)}`,
  'its ticket has a new guest': () => sql`
    insert into ticket_guest (member_id, ticket_id, since)
    select (select id from member where email = 'zhoulin@huiyin.example'), id, opened_at from ticket where ${some(0.3)}`,
  'its customer becomes a member': () => sql`update customer set tier = 'member' where ${some(0.3)}`,
  'its customer moves': () => sql`update customer set region = '广州' where ${some(0.3)}`,
  'it was kept in another month': () =>
    sql`update timer set ended_at = ended_at - interval '40 days' where state = 'met' and ${some(0.3)}`,
  'it was broken after all': () => sql`
    update timer set broken_at = started_at + interval '1 hour', breached_at = started_at + interval '1 hour'
     where broken_at is null and ended_at is not null and ${some(0.3)}`,
  'its breach is taken back by other terms': () =>
    sql`update timer set breached_at = null where breached_at is not null and ${some(0.3)}`,
  'it was broken in another month': () =>
    sql`update timer set broken_at = broken_at - interval '40 days' where broken_at is not null and ${some(0.4)}`,
  'it is kept no longer, for its ticket was reopened': () =>
    sql`update timer set state = 'cancelled' where state = 'met' and ${some(0.2)}`,
  'it counts for another policy': () => sql`
    update timer set policy_id = (select max(id) from policy) where policy_id <> (select max(id) from policy) and ${some(0.3)}`,
  'a make-up day has its clock measured by another one': () => sql`
    insert into timer (ticket_id, metric, key, department_id, version, replaces, state, policy_id, target_seconds, started_at, ended_at)
    select ticket_id, metric, key, department_id, version + 100 + ${chance.below(1_000_000)}, id, 'met', policy_id, target_seconds, started_at, ended_at
      from timer m where ${some(0.2)} and ended_at is not null and not exists (select from timer n where n.replaces = m.id)`,
};

describe('the sums of the report of promises', () => {
  it('the report of every month, dimension and reader says what counting one by one says', async () => {
    const expected = await countedOneByOne();
    expect(await told()).toEqual(expected);
    const broken = expected.flatMap(({ told: rows }: { told?: { broken: number }[] }) => rows ?? []);
    expect(broken.reduce((sum, row) => sum + row.broken, 0)).toBeGreaterThan(0);
    const [sums] = await bench.rows(sql`
      select count(distinct dimension)::int dimensions, sum(kept + broken) filter (where dimension = 'month')::int promises,
             (select count(*)::int from promise) there from promise_day`);
    expect(sums).toEqual({ dimensions: DIMENSIONS.length, promises: sums!.there, there: sums!.there });
  });

  it.each(Object.keys(CHANGES))('%s: the report is right at once, and after the sweep', async (name) => {
    const before = await told();
    expect(await database.run(CHANGES[name]!())).toBeGreaterThan(0);
    const expected = await countedOneByOne();
    expect(expected).not.toEqual(before);
    expect(await told()).toEqual(expected);
    await sweepAll();
    expect(await bench.rows(sql`select 1 from report_touched`)).toEqual([]);
    expect(await told()).toEqual(expected);
    expect(await check.mend()).toEqual({ tickets: 0, sums: 0 });
  });

  it('the report reads sums and not the promises, once they are counted', async () => {
    await database.run(sql`update promise_day set kept = kept + 1`);
    expect(await told()).not.toEqual(await countedOneByOne());
    await check.mend();
    expect(await told()).toEqual(await countedOneByOne());
  });

  it('where the sums are by the days of another time zone, the report counts one by one', async () => {
    await database.run(sql`update report_zone set zone = 'America/New_York'`);
    await database.run(sql`update promise_day set kept = kept + 1`);
    expect(await told()).toEqual(await countedOneByOne());
    await sweepAll();
    expect(await told()).toEqual(await countedOneByOne());
    await check.mend();
  });

  it('the nightly comparison finds and mends what differs in the parts of tickets and in the sums', async () => {
    const expected = await countedOneByOne();
    await database.run(
      sql`update promise_part set kept = kept + 1 where ticket_id = (select max(ticket_id) from promise_part)`,
    );
    await database.run(
      sql`delete from promise_part where ticket_id = (select min(ticket_id) from promise_part)`,
    );
    await database.run(sql`
      insert into promise_part select (select max(id) + 1 from ticket), day, seen_by, metric, policy_id, department_id, priority, tier, region, 1, 0, 0 from promise_part limit 1`);
    await database.run(
      sql`update promise_day set broken = broken + 5 where day = (select max(day) from promise_day)`,
    );
    const { tickets, sums } = await check.mend();
    expect(tickets).toBe(3);
    expect(sums).toBeGreaterThan(0);
    expect(await told()).toEqual(expected);
    expect(await check.mend()).toEqual({ tickets: 0, sums: 0 });
  });

  it('whoever rebuilds the sums gets the same ones', async () => {
    const rows = sql`select * from promise_day order by dimension, day, seen_by, value, metric`;
    const before = await bench.rows(rows);
    await database.run(sql`delete from promise_part where ticket_id % 2 = 0`);
    await database.run(sql`
      insert into promise_day select date '2000-01-01', seen_by, dimension, value, metric, 1, 0, 0 from promise_day limit 1`);
    await rollUp.rebuild();
    expect(await bench.rows(rows)).toEqual(before);
  });
});
