import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { raw, sql } from '../../src/platform/database/index.js';
import { Explanations, Recomputation } from '../../src/sla/index.js';
import { Desk, shanghai } from './desk.js';
import { countsOf, guestOf, weekCountsOf } from './promise-counts.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const resolve = async (ticket: string) => {
  await desk.happens('ticket.resolved', ticket, {});
  await desk.status(ticket, 'open', 'resolved');
};
const reopen = async (ticket: string) => {
  await desk.status(ticket, 'resolved', 'open');
  await desk.happens('ticket.reopened', ticket, {});
};
/** Says what both reports count, which must be the same. */
const counted = async (ticket: string, metric: string) => {
  const counts = await countsOf(desk.database, await guestOf(desk, ticket));
  return counts[metric] ?? { kept: 0, broken: 0, takenBack: 0 };
};

describe('fault 22: a promise once broken stays broken in every report', () => {
  it('a first answer that was broken counts as broken after the ticket is resolved without a word', async () => {
    desk.at('2026-11-17 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    desk.at('2026-11-17 11:00');
    await resolve(ticket);
    expect(await desk.timer(ticket, 'first_response')).toMatchObject({
      state: 'cancelled',
      breachedAt: shanghai('2026-11-17 10:30'),
    });
    expect(await counted(ticket, 'first_response')).toMatchObject({ kept: 0, broken: 1 });
    const week = await weekCountsOf(desk.database, shanghai('2026-11-17 12:00'));
    expect(week).toMatchObject({
      first_response: { kept: 0, broken: 1 },
      resolution: { kept: 1, broken: 0 },
    });
  });

  it('a promise that was broken stays broken when a change of priority measures it by longer terms', async () => {
    desk.at('2026-11-18 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    desk.at('2026-11-18 10:45');
    await desk.sweep();
    await desk.priority(ticket, 'P3');
    expect((await desk.timer(ticket, 'first_response')).breachedAt).toBeNull();
    const broken = { kept: 0, broken: 1, takenBack: 1 };
    expect(await counted(ticket, 'first_response')).toEqual(broken);
    await desk.replied(ticket, 'member');
    expect((await desk.timer(ticket, 'first_response')).state).toBe('met');
    expect(await counted(ticket, 'first_response')).toEqual(broken);
  });

  it('a promise that is broken by the terms before and after a change is broken once', async () => {
    desk.at('2026-11-18 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    desk.at('2026-11-18 10:45');
    await desk.priority(ticket, 'P0');
    await desk.replied(ticket, 'member');
    expect(await counted(ticket, 'first_response')).toEqual({ kept: 0, broken: 1, takenBack: 0 });
  });

  it('a broken promise counts once where its target was blank for a while and then set again', async () => {
    const policy = sql`(select id from policy where key = 'p3')`;
    const target = await desk.database.rows(
      sql`delete from policy_target where policy_id = ${policy} and metric = 'first_response' returning *`,
    );
    expect(target).toHaveLength(1);
    desk.at('2026-11-18 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    desk.at('2026-11-18 10:45');
    await desk.priority(ticket, 'P3');
    desk.at('2026-11-18 11:00');
    await desk.status(ticket, 'new', 'on_hold');
    await desk.priority(ticket, 'P1');
    expect(await desk.timer(ticket, 'first_response')).toMatchObject({ version: 2, state: 'running' });
    await desk.sweep();
    await desk.replied(ticket, 'member');
    expect(await counted(ticket, 'first_response')).toEqual({ kept: 0, broken: 1, takenBack: 0 });
  });

  it('a timer says when its promise was first broken, also by the terms of an earlier version', async () => {
    desk.at('2026-11-18 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    desk.at('2026-11-18 10:45');
    await desk.priority(ticket, 'P2');
    const { id } = await desk.timer(ticket, 'first_response');
    const [now] = await desk.platform.get(Explanations).line(ticket, id);
    expect(now).toMatchObject({
      breachedAt: null,
      brokenAt: shanghai('2026-11-18 10:30'),
      cause: 'priority',
    });
  });
});

describe('fault 22: a ticket that was solved without a word owes the answer after it is reopened', () => {
  it('a first answer that nobody gave is owed anew from the reopening, and both results count', async () => {
    desk.at('2026-11-19 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    desk.at('2026-11-19 11:00');
    await resolve(ticket);
    desk.at('2026-11-19 15:00');
    await reopen(ticket);
    await desk.happens('ticket.customer_wrote', ticket, {});
    expect(await desk.timer(ticket, 'first_response')).toMatchObject({
      version: 2,
      state: 'running',
      breachedAt: null,
      dueAt: shanghai('2026-11-19 15:30'),
    });
    desk.at('2026-11-19 15:10');
    await desk.replied(ticket, 'member');
    expect(await counted(ticket, 'first_response')).toEqual({ kept: 1, broken: 1, takenBack: 0 });
    expect(await counted(ticket, 'next_response')).toEqual({ kept: 0, broken: 0, takenBack: 0 });
  });

  it('an answer to the customer’s last words is owed anew if the ticket was solved before it was given', async () => {
    desk.at('2026-11-19 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    await desk.replied(ticket, 'member');
    await desk.happens('ticket.customer_wrote', ticket, {});
    desk.at('2026-11-19 10:10');
    await resolve(ticket);
    desk.at('2026-11-19 12:00');
    await reopen(ticket);
    expect(await desk.timer(ticket, 'first_response')).toMatchObject({ version: 1, state: 'met' });
    expect(await desk.timer(ticket, 'next_response')).toMatchObject({
      version: 2,
      dueAt: shanghai('2026-11-19 12:30'),
    });
  });

  it('nothing is owed for a reopened ticket whose customer was answered', async () => {
    desk.at('2026-11-19 10:00');
    const ticket = await desk.ticket('inquiry', 'P1');
    await desk.replied(ticket, 'member');
    await resolve(ticket);
    await reopen(ticket);
    const open = (await desk.timers(ticket)).filter(({ state }) => state === 'running');
    expect(open.map(({ metric }) => metric)).toEqual(['resolution']);
  });

  it('a step on the way that was not taken goes on after the reopening and breaks its promise once', async () => {
    desk.at('2026-11-16 10:00');
    const ticket = await desk.ticket('account_theft', 'P1');
    desk.at('2026-11-17 11:00');
    await resolve(ticket);
    desk.at('2026-11-19 10:00');
    await reopen(ticket);
    expect(await desk.timer(ticket, 'milestone')).toMatchObject({
      version: 2,
      breachedAt: shanghai('2026-11-17 10:00'),
    });
    await desk.sweep();
    expect(await counted(ticket, 'milestone')).toEqual({ kept: 0, broken: 1, takenBack: 0 });
  });

  it('timers from before promises were followed learn from their histories when theirs was broken', async () => {
    const stored = () =>
      desk.database.rows(sql`select id, broken_at from timer where broken_at is not null order by id`);
    const before = await stored();
    expect(before.length).toBeGreaterThan(5);
    const migration = readFileSync(join(root, 'migrations/0148-promises.sql'), 'utf8');
    const follow = /with recursive line[^;]+;/.exec(migration)![0];
    await desk.database.run(sql`update timer set broken_at = null`);
    await desk.database.run(raw(follow));
    expect(await stored()).toEqual(before);
  });

  it('the stored timers of broken, re-measured and reopened promises agree with their histories', async () => {
    expect((await desk.platform.get(Recomputation).compare()).differences).toEqual([]);
    await desk.database.run(sql`update timer set broken_at = null where id = (
      select min(id) from timer where broken_at is not null and breached_at is null)`);
    const { differences } = await desk.platform.get(Recomputation).compare();
    expect(differences).toMatchObject([{ field: 'brokenAt', stored: 'null' }]);
  });
});
