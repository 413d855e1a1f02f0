import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { POLICIES } from '../../src/sla/defaults.js';
import { Desk, shanghai } from './desk.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const WORKING_DAY = 7.5 * HOUR;

describe('the promises of a new installation', () => {
  it.each([
    ['p0', 'first_response', 5 * MINUTE, 'wall'],
    ['p0', 'next_response', 5 * MINUTE, 'wall'],
    ['p0', 'resolution', 4 * HOUR, 'wall'],
    ['p1', 'first_response', 30 * MINUTE, 'wall'],
    ['p1', 'resolution', 24 * HOUR, 'wall'],
    ['p2', 'first_response', 2 * HOUR, 'working'],
    ['p2', 'resolution', 2 * WORKING_DAY, 'working'],
    ['p3', 'first_response', 4 * HOUR, 'working'],
    ['p3', 'resolution', 5 * WORKING_DAY, 'working'],
    ['refund', 'resolution', 12 * HOUR, 'wall'],
    ['account_theft_p0', 'first_response', 5 * MINUTE, 'wall'],
    ['account_theft_p0', 'resolution', 4 * HOUR, 'wall'],
    ['account_theft_p1', 'resolution', 24 * HOUR, 'wall'],
    ['account_theft_p1', 'milestone freeze', 24 * HOUR, 'wall'],
    ['account_theft_p0', 'milestone freeze', 24 * HOUR, 'wall'],
    ['funds_loss_p0', 'milestone preliminary_check', 48 * HOUR, 'wall'],
    ['funds_loss_p1', 'milestone preliminary_check', 48 * HOUR, 'wall'],
  ])('the policy %s promises %s within %i s of %s time', (policy, promised, seconds, clock) => {
    const targets = POLICIES.find(({ key }) => key === policy)?.targets ?? [];
    const found = targets.find(({ metric, key }) => `${metric} ${key}`.trim() === promised);
    expect(found).toMatchObject({ seconds, clock });
  });

  it('the twelve hours of a refund are shared between departments whose shares add up to them', () => {
    const { targets } = POLICIES.find(({ key }) => key === 'refund')!;
    const shares = targets.filter(({ metric, key }) => metric === 'department' && key !== '');
    expect(shares.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(12 * HOUR);
  });
});

describe('a target that did not apply at the opening', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open();
  });
  afterAll(() => desk.close());

  const reclassify = async (ticket: string, type: string) => {
    await desk.database.run(sql`update ticket set type = ${type} where id = ${ticket}`);
    await desk.happens('ticket.reclassified', ticket, { from: 'inquiry' });
  };
  const metricsOf = async (ticket: string) =>
    (await desk.timers(ticket)).map(({ metric, key }) => `${metric} ${key}`.trim());

  it('a ticket that turns out to be of another type gets the targets of that type', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    expect(await metricsOf(ticket)).toEqual(['first_response', 'resolution']);
    desk.at('2026-11-20 11:00');
    await reclassify(ticket, 'account_theft');
    expect(await desk.timer(ticket, 'milestone')).toMatchObject({
      key: 'freeze',
      dueAt: shanghai('2026-11-21 11:00'),
    });
  });

  it('a ticket that turns out to be a refund gets the share of its department', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await reclassify(ticket, 'refund');
    expect((await desk.timer(ticket, 'department')).dueAt).toEqual(shanghai('2026-11-20 14:00'));
  });

  it('a target that was blank starts when it is set, and keeps the time consumed before', async () => {
    const policy = sql`(select id from policy where key = 'p3')`;
    await desk.database.run(
      sql`delete from policy_target where policy_id = ${policy} and metric = 'resolution'`,
    );
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P3');
    expect(await metricsOf(ticket)).toEqual(['first_response']);
    desk.at('2026-11-20 11:00');
    await desk.priority(ticket, 'P1');
    expect((await desk.timer(ticket, 'resolution')).dueAt).toEqual(shanghai('2026-11-21 11:00'));
    desk.at('2026-11-20 13:00');
    await desk.priority(ticket, 'P3');
    expect((await desk.timer(ticket, 'resolution')).state).toBe('cancelled');
    desk.at('2026-11-20 20:00');
    await desk.priority(ticket, 'P1');
    expect(await desk.timer(ticket, 'resolution')).toMatchObject({
      version: 2,
      dueAt: shanghai('2026-11-21 18:00'),
    });
  });

  it('a target that was met does not start again with a change of priority', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await desk.replied(ticket, 'member');
    await desk.status(ticket, 'new', 'open');
    await desk.happens('ticket.resolved', ticket, {});
    await desk.status(ticket, 'open', 'resolved');
    await desk.priority(ticket, 'P0');
    expect((await desk.timer(ticket, 'first_response')).version).toBe(1);
    expect((await desk.timer(ticket, 'resolution')).version).toBe(1);
    await desk.status(ticket, 'resolved', 'open');
    await desk.happens('ticket.reopened', ticket, {});
    expect((await desk.timer(ticket, 'first_response')).state).toBe('met');
    expect((await desk.timer(ticket, 'resolution')).version).toBe(2);
  });

  it('a paused timer records its new reason each time the reason changes', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    await desk.status(ticket, 'new', 'on_hold');
    await desk.status(ticket, 'on_hold', 'waiting_on_customer');
    const reasons = await desk.database.rows<{ reason: string }>(sql`
      select data ->> 'reason' as reason from event where subject_id = ${ticket} and name = 'sla.timer_paused' order by id`);
    expect(reasons.map(({ reason }) => reason)).toEqual(['on_hold', 'waiting_on_customer']);
  });
});
