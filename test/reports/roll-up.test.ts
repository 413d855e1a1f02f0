import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql, type Sql } from '../../src/platform/database/index.js';
import { RollUp, RollUpCheck, type Scope, WeekReport, weekOf } from '../../src/reports/index.js';
import { Chance } from '../../src/demo/growth/chance.js';
import { growthOf } from '../../src/start/growth.js';
import { Workbench } from '../web/workbench.js';

const TICKETS = 120;
const DAY_MS = 86_400_000;

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
  await growthOf(bench.server).fill(
    { tickets: TICKETS, messages: TICKETS * 5, seed: 7, now },
    () => undefined,
  );
}, 60_000);
afterAll(() => bench.close());
beforeEach(() => sweepAll());

async function sweepAll(): Promise<void> {
  while (await rollUp.sweep());
}

/** All weeks of the last months, for everybody, and for somebody of two departments. */
async function told(): Promise<unknown[]> {
  const report = bench.server.get(WeekReport);
  const { support, finance } = bench.cast.departments;
  const found: unknown[] = [];
  for (const departmentIds of ['all', [support, finance]] as Scope['departmentIds'][])
    for (let weeks = 0; weeks < 60; weeks += 6) {
      const week = weekOf(undefined, new Date(now.getTime() - weeks * 7 * DAY_MS), 'Asia/Shanghai');
      const scope = { departmentIds };
      found.push([week.monday, await report.read(scope, week)]);
    }
  return found;
}

class Undone extends Error {}

/** What is told where no sum may be used. */
async function counted(): Promise<unknown[]> {
  let found: unknown[] = [];
  await database
    .transaction(async () => {
      await database.run(sql`update report_zone set zone = null`);
      found = await told();
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return found;
}

const some = (share: number) => sql`id % ${Math.round(1 / share)} = ${chance.below(Math.round(1 / share))}`;
const chance = new Chance(11);
const anotherDepartment = sql`(select id from department d where d.id <> ticket.department_id order by d.id limit 1)`;

/** What happens to tickets later than on their day. */
const CHANGES: Record<string, () => Sql> = {
  'handed to another department': () =>
    sql`update ticket set department_id = ${anotherDepartment} where ${some(0.2)}`,
  'made more urgent': () => sql`update ticket set priority = 'P1' where priority <> 'P1' and ${some(0.2)}`,
  'opened on another day': () =>
    sql`update ticket set opened_at = opened_at - interval '3 days' where ${some(0.2)}`,
  reopened: () => sql`update resolution set reopened_at = resolved_at + interval '2 days' where ${some(0.3)}`,
  'reopened no longer': () =>
    sql`update resolution set reopened_at = null where reopened_at is not null and ${some(0.5)}`,
  'resolved again': () => sql`
    insert into resolution (ticket_id, note, resolved_at)
    select ticket_id, '已补发', resolved_at + interval '4 days' from resolution r
     where reopened_at is not null and not exists (select from resolution s where s.ticket_id = r.ticket_id and s.reopened_at is null)`,
  'a result less': () => sql`delete from resolution where ${some(0.1)}`,
  'a clock that was broken after all': () => sql`
    update timer set broken_at = started_at + interval '1 hour' where broken_at is null and ended_at is not null and ${some(0.3)}`,
  'a clock that was met earlier': () => sql`
    update timer set ended_at = ended_at - interval '10 minutes' where state = 'met' and ${some(0.3)}`,
  'a clock that was met and is cancelled': () =>
    sql`update timer set state = 'cancelled' where state = 'met' and ${some(0.2)}`,
  'a clock in the place of another': () => sql`
    insert into timer (ticket_id, metric, key, department_id, version, replaces, state, policy_id, target_seconds, started_at, ended_at)
    select ticket_id, metric, key, department_id, version + 100 + ${chance.below(1_000_000)}, id, 'cancelled', policy_id, target_seconds, started_at, ended_at
      from timer m where ${some(0.2)} and not exists (select from timer n where n.replaces = m.id)`,
  'both in one statement': () => sql`
    with moved as (update ticket set department_id = ${anotherDepartment} where ${some(0.3)} returning id)
    update timer set state = 'cancelled' from moved where ticket_id = moved.id and state = 'met'`,
};

describe('the sums of the week report', () => {
  it('sums are kept for every ticket that is there, and no ticket waits after a sweep', async () => {
    const [row] = await bench.rows(sql`
      select (select count(distinct ticket_id)::int from report_part) parts, (select count(*)::int from ticket) tickets,
             (select count(*)::int from report_touched) waiting, (select sum(opened)::int from report_day) opened`);
    expect(row).toEqual({ parts: row!.tickets, tickets: row!.tickets, opened: row!.tickets, waiting: 0 });
    expect(await rollUp.isBehind()).toBe(false);
    expect(await told()).toEqual(await counted());
  });

  it.each(Object.keys(CHANGES))('%s: the report is right at once, and after the sweep', async (name) => {
    const before = await told();
    expect(await database.run(CHANGES[name]!())).toBeGreaterThan(0);
    const expected = await counted();
    expect(expected).not.toEqual(before);
    expect(await told()).toEqual(expected);
    await sweepAll();
    expect(await bench.rows(sql`select 1 from report_touched`)).toEqual([]);
    expect(await told()).toEqual(expected);
  });

  it('a ticket that is deleted is counted no longer, in whatever order its rows go', async () => {
    const [one] = await bench.rows<{ id: string }>(
      sql`select max(ticket_id) id from timer where state = 'met' and metric = 'first_response'`,
    );
    for (const table of ['note', 'ticket_message', 'resolution', 'timer', 'notice'])
      await bench.rows(sql`delete from ${sql([table])} where ticket_id = ${one!.id}`);
    await bench.rows(sql`update delivery set ticket_id = null where ticket_id = ${one!.id}`);
    await bench.rows(sql`delete from ticket where id = ${one!.id}`);
    const expected = await counted();
    expect(await told()).toEqual(expected);
    await sweepAll();
    expect(await told()).toEqual(expected);
    expect(await bench.rows(sql`select 1 from report_part where ticket_id = ${one!.id}`)).toEqual([]);
  });

  it('a new ticket is counted at once', async () => {
    await bench.says('xiaoming', '我的账号被盗了,有人在异地登录');
    expect(await told()).toEqual(await counted());
    await sweepAll();
    expect(await told()).toEqual(await counted());
  });

  it('sums by the days of another time zone are not used, and a sweep counts them anew', async () => {
    await database.run(sql`update report_zone set zone = 'America/New_York'`);
    const expected = await counted();
    expect(await told()).toEqual(expected);
    expect(await rollUp.isBehind()).toBe(true);
    await sweepAll();
    expect(await told()).toEqual(expected);
    expect(await bench.rows(sql`select zone from report_zone`)).toEqual([{ zone: 'Asia/Shanghai' }]);
  });

  it('whoever rebuilds the sums gets the same ones', async () => {
    const rows = sql`select * from report_day order by day, department_id, priority`;
    const before = await bench.rows(rows);
    await bench.rows(
      sql`update report_part set opened = opened + 1 where ticket_id = (select min(ticket_id) from report_part)`,
    );
    await bench.rows(sql`
      insert into report_part select 0, day, department_id, priority, 1, 0, 0, 0, 0, 0, 0, '{}', '[]' from report_part limit 1`);
    await bench.rows(sql`
      insert into report_day select date '2000-01-01', department_id, priority, 1, 0, 0, 0, 0, 0, 0, '{}', '[]' from report_day limit 1`);
    expect(await rollUp.rebuild()).toBeGreaterThan(TICKETS - 5);
    expect(await bench.rows(rows)).toEqual(before);
  });
});

describe('the nightly comparison of the sums with the tickets', () => {
  const standing = async () =>
    (await bench.server.get(Alarms).standing()).map(({ kind, data }) => [kind, data]);

  it('nothing differs where nobody wrote beside the program, and there is no alarm', async () => {
    expect(await check.mend()).toEqual({ tickets: 0, sums: 0 });
    expect(await standing()).toEqual([]);
  });

  it('what differs is counted anew and raises an alarm, which the next night without a difference ends', async () => {
    const expected = await counted();
    await bench.rows(
      sql`update report_part set opened = opened + 1 where ticket_id = (select max(ticket_id) from report_part)`,
    );
    await bench.rows(sql`delete from report_part where ticket_id = (select min(ticket_id) from report_part)`);
    await bench.rows(
      sql`update report_day set resolved = resolved + 5 where day = (select max(day) from report_day where resolved > 0)`,
    );
    const { tickets, sums } = await check.mend();
    expect(tickets).toBe(2);
    expect(sums).toBeGreaterThan(0);
    expect(await standing()).toEqual([['reports.differed', { tickets, sums }]]);
    expect(await told()).toEqual(expected);
    expect(await check.mend()).toEqual({ tickets: 0, sums: 0 });
    expect(await standing()).toEqual([]);
  });

  it('one of all processes compares, once a night', async () => {
    await check.begin();
    await check.begin();
    const jobs = await bench.rows(
      sql`select 1 from graphile_worker.jobs where task_identifier = 'reports.check'`,
    );
    expect(jobs).toHaveLength(1);
  });
});
