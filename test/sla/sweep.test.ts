import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { raw, sql } from '../../src/platform/database/index.js';
import { Reacts, type Recorded } from '../../src/platform/events/index.js';
import { type Hint, Live } from '../../src/platform/live/index.js';
import { Timers } from '../../src/sla/index.js';
import { Desk, shanghai } from './desk.js';

/** This reaction fails for one ticket, so that its warnings cannot be fired. */
@Injectable()
class FailingReaction {
  static on = '';

  @Reacts('sla.warned')
  async warned({ subject }: Recorded<'sla.warned'>): Promise<void> {
    if (subject.id === FailingReaction.on) throw new Error('choked');
  }
}

@Module({ providers: [FailingReaction] })
class FailingModule {}

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open(FailingModule);
});
afterAll(() => desk.close());
beforeEach(async () => {
  FailingReaction.on = '';
  await desk.database.run(
    sql`update timer set state = 'cancelled', next_fire_at = null, ended_at = started_at`,
  );
});

describe('the sweep', () => {
  it('the sweep warns at three quarters of the target and breaches at its end, once each', async () => {
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('system_fault', 'P0');
    desk.at('2026-11-20 23:03:44');
    expect(await desk.sweep()).toBe(0);
    const [timer] = await desk.database.rows(sql`select min(next_fire_at) as nearest from timer`);
    expect(timer).toEqual({ nearest: shanghai('2026-11-20 23:03:45') });
    desk.at('2026-11-20 23:03:45');
    expect(await desk.sweep()).toBe(1);
    expect(await desk.sweep()).toBe(0);
    desk.at('2026-11-20 23:05');
    expect(await desk.sweep()).toBe(1);
    expect(await desk.sweep()).toBe(0);
    expect((await desk.history(ticket)).slice(2)).toEqual([
      'warned first_response',
      'breached first_response',
    ]);
  });

  it('a sweep that slept for an hour catches up in order and stores how late each firing was', async () => {
    desk.at('2026-11-20 23:00');
    const first = await desk.ticket('system_fault', 'P0');
    desk.at('2026-11-20 23:01');
    const second = await desk.ticket('system_fault', 'P0');
    desk.at('2026-11-21 00:05');
    await desk.sweep();
    const fired = await desk.database.rows<object>(sql`
      select subject_id, name, data ->> 'number' as number, (data ->> 'lateMs')::int / 1000 as late from event
       where name in ('sla.warned', 'sla.breached') and subject_id in (${first}, ${second}) order by id`);
    const number = (ticket: string) => `T${100_000 + Number(ticket)}`;
    expect(fired).toEqual([
      { subjectId: first, number: number(first), name: 'sla.warned', late: 3675 },
      { subjectId: first, number: number(first), name: 'sla.breached', late: 3600 },
      { subjectId: second, number: number(second), name: 'sla.warned', late: 3615 },
      { subjectId: second, number: number(second), name: 'sla.breached', late: 3540 },
    ]);
    const stored = sql`select breached_at, fired_late_ms from timer where ticket_id = ${first} and breached_at is not null`;
    expect(await desk.database.one(stored)).toEqual({
      breachedAt: shanghai('2026-11-20 23:05'),
      firedLateMs: String(3600_000),
    });
  });

  it('several processes that sweep at once fire everything once', async () => {
    desk.at('2026-11-20 23:00');
    const tickets = [];
    for (let count = 0; count < 40; count++) tickets.push(await desk.ticket('system_fault', 'P0'));
    desk.at('2026-11-21 23:00');
    const fired = await Promise.all([desk.sweep(), desk.sweep(), desk.sweep(), desk.sweep()]);
    expect(fired.reduce((sum, count) => sum + count)).toBe(80);
    for (const ticket of tickets) {
      const history = await desk.history(ticket);
      expect(history.filter((entry) => /warned|breached/.test(entry)).sort()).toEqual([
        'breached first_response',
        'breached resolution',
        'warned first_response',
        'warned resolution',
      ]);
    }
  });

  it('one process works off many batches, two at a time, and fires everything once', async () => {
    desk.at('2026-11-20 23:00');
    const one = await desk.ticket('system_fault', 'P0');
    const columns = ['metric', 'key', 'department_id', 'version', 'state', 'policy_id', 'policy_version', 'calendar_version_id', 'target_seconds', 'warn_after', 'started_at', 'running_since', 'due_at', 'warn_at', 'next_fire_at']; // prettier-ignore
    await desk.database.run(sql`
      with more as (
        insert into ticket (subject, type, priority, department_id, customer_id, opened_at, updated_at)
        select subject, type, priority, department_id, customer_id, opened_at, updated_at
          from ticket, generate_series(1, 700) where id = ${one} returning id
      )
      insert into timer (ticket_id, ${raw(columns.join(', '))})
      select more.id, ${raw(columns.map((column) => `t.${column}`).join(', '))} from more, timer t where t.ticket_id = ${one}`);
    desk.at('2026-11-21 23:00');
    expect(await desk.sweep()).toBe(1402);
    expect(await desk.sweep()).toBe(0);
    const fired = sql`select name, count(*)::int, count(distinct data ->> 'timerId')::int as timers from event
       where name in ('sla.warned', 'sla.breached') and subject_id >= ${one} group by name order by name`;
    expect(await desk.database.rows(fired)).toEqual([
      { name: 'sla.breached', count: 1402, timers: 1402 },
      { name: 'sla.warned', count: 1402, timers: 1402 },
    ]);
  });

  it('the sweep leaves a ticket alone that somebody is changing right now', async () => {
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('system_fault', 'P0');
    desk.at('2026-11-20 23:10');
    await desk.database.transaction(async () => {
      await desk.database.run(sql`select 1 from ticket where id = ${ticket} for update`);
      expect(await desk.database.apart(() => desk.sweep())).toBe(0);
    });
    expect(await desk.sweep()).toBe(1);
  });

  it('one timer that cannot be fired does not hold up the sweep, and is reported', async () => {
    desk.at('2026-11-20 23:00');
    FailingReaction.on = await desk.ticket('system_fault', 'P0');
    desk.at('2026-11-20 23:01');
    const other = await desk.ticket('system_fault', 'P0');
    desk.at('2026-11-20 23:10');
    await expect(desk.sweep()).rejects.toThrow('stay due');
    expect((await desk.timer(other, 'first_response')).breachedAt).toEqual(shanghai('2026-11-20 23:06'));
    expect((await desk.timer(FailingReaction.on, 'first_response')).breachedAt).toBeNull();
    FailingReaction.on = '';
    expect(await desk.sweep()).toBe(1);
  });

  it('the sweep tells open screens of the ticket and its departments', async () => {
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('system_fault', 'P0');
    const hint = new Promise<unknown>((resolve) => {
      desk.platform.get(Live).subscribe('changed', (hints) => {
        const ours = hints.find((one) => (one as Hint).ticket === ticket);
        if (ours) resolve(ours);
      });
    });
    desk.at('2026-11-20 23:10');
    await desk.sweep();
    expect(await hint).toEqual({ ticket, departments: [desk.departments.support] });
  });
});

it('the timers of a page of tickets are read together', async () => {
  desk.at('2026-11-20 23:00');
  const tickets = [await desk.ticket('system_fault', 'P0'), await desk.ticket('inquiry', 'P3')];
  const timers = await desk.platform.get(Timers).ofTickets([...tickets, '999999']);
  expect(tickets.map((id) => timers.get(id)?.map(({ metric }) => metric))).toEqual([
    ['first_response', 'resolution'],
    ['first_response', 'resolution'],
  ]);
  expect(timers.get('999999')).toEqual([]);
});
