import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raw, sql } from '../../src/platform/database/index.js';
import { NightlyCheck, PolicyPlans, Recomputation } from '../../src/sla/index.js';
import { Desk } from './desk.js';

let desk: Desk;
let ticket: string;
const compare = () => desk.platform.get(Recomputation).compare();
beforeAll(async () => {
  desk = await Desk.open();
  const { support, finance } = desk.departments;
  const handoff = { handoffId: '1', fromDepartmentId: support, toDepartmentId: finance };
  desk.at('2026-11-20 10:00');
  ticket = await desk.ticket('refund', 'P2');
  await desk.ticket('system_fault', 'P0');
  desk.at('2026-11-20 11:00');
  await desk.status(ticket, 'new', 'on_hold');
  desk.at('2026-11-20 11:30');
  await desk.status(ticket, 'on_hold', 'waiting_on_customer');
  desk.at('2026-11-20 14:00');
  await desk.status(ticket, 'waiting_on_customer', 'open');
  await desk.happens('ticket.handed_off', ticket, handoff);
  desk.at('2026-11-20 15:00');
  await desk.happens('ticket.handoff_accepted', ticket, handoff);
  await desk.sweep();
  desk.at('2026-11-21 09:00');
  await desk.ticket('inquiry', 'P3');
  await desk.replied(ticket, 'member');
  await desk.priority(ticket, 'P0');
  await desk.happens('ticket.resolved', ticket, {});
});
afterAll(() => desk.close());

describe('the stored state of timers', () => {
  it('stored timers agree with their histories, also when no sweep has reached due firings yet', async () => {
    const found = await compare();
    expect(found).toMatchObject({ differing: 0, differences: [] });
    expect(found.timers).toBeGreaterThanOrEqual(6);
  });

  it.each([
    ['breachedAt', `breached_at = null`, `metric = 'resolution' and state = 'met'`],
    ['consumedMs', `consumed_ms = consumed_ms - 1`, `metric = 'resolution' and state = 'met'`],
    ['dueAt', `due_at = due_at + interval '1 second'`, `metric = 'first_response' and state = 'met'`],
    ['state', `state = 'cancelled'`, `metric = 'first_response' and state = 'met'`],
    ['nextFireAt', `next_fire_at = null`, `next_fire_at is not null`],
  ])('a timer that was tampered with in %s is found', async (field, tampered, which) => {
    const undo = new Error('undo');
    await desk.database
      .transaction(async () => {
        await desk.database.run(
          sql`update timer set ${raw(tampered)} where id = (select min(id) from timer where ${raw(which)})`,
        );
        const { differing, differences } = await compare();
        expect(differing).toBe(1);
        expect(differences.map((one) => one.field)).toContain(field);
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    expect((await compare()).differing).toBe(0);
  });

  it('a timer that was breached before its terms changed does not warn', async () => {
    const plans = desk.platform.get(PolicyPlans);
    const admin = await desk.member('admin');
    desk.at('2026-11-19 10:00');
    const broken = await desk.ticket('inquiry', 'P1');
    desk.at('2026-11-21 09:30');
    await desk.sweep();
    const p1 = (await plans.list()).find(({ key }) => key === 'p1')!;
    const { key, name, conditions, pausing, ladder, targets } = p1;
    const more = [{ share: 0.25 }, { share: 0.5 }, { leftSeconds: 600 }];
    const draft = { key, name, conditions, pausing, ladder, targets, warnings: more };
    await plans.save(draft, admin, { move: 'all' });
    const [moved] = await desk.database.rows<object>(sql`
      select version, warned, breached_at is not null as broken from timer
       where ticket_id = ${broken} and metric = 'resolution' order by id desc`);
    expect(moved).toEqual({ version: 2, warned: 1, broken: true });
    expect((await compare()).differences).toEqual([]);
  });

  it('a timer that fired twice is found', async () => {
    const again = sql`
      insert into event (at, name, subject_type, subject_id, actor_kind, data)
      select at, name, subject_type, subject_id, actor_kind, data from event where name = 'sla.breached' limit 1`;
    await desk.database.run(again);
    const { differences } = await compare();
    expect(differences).toMatchObject([{ field: 'breaches' }]);
    expect(differences[0]!.stored).not.toBe(differences[0]!.recomputed);
  });
});

describe('the nightly comparison', () => {
  it('the nightly comparison is begun once, and its result is kept for administrators', async () => {
    const night = desk.platform.get(NightlyCheck);
    await Promise.all([night.begin(), night.begin()]);
    const begun = await desk.database.rows<{ id: string }>(sql`select id from sla_check`);
    expect(begun).toHaveLength(1);
    const jobs = await desk.database.rows(
      sql`select 1 from graphile_worker.jobs where task_identifier = 'sla.recompute'`,
    );
    expect(jobs).toHaveLength(1);
    expect(await night.latest()).toBeNull();
    await night.run({ checkId: begun[0]!.id });
    const latest = await night.latest();
    expect(latest).toMatchObject({ differing: 1, differences: [{ field: 'breaches' }] });
    await night.run({ checkId: begun[0]!.id });
    expect(await night.latest()).toEqual(latest);
    desk.at('2026-11-22 03:01');
    await night.begin();
    expect(await desk.database.rows(sql`select 1 from sla_check`)).toHaveLength(2);
  });
});
