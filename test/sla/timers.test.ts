import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, shanghai } from './desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

describe('an outage at night', () => {
  let ticket: string;
  beforeAll(async () => {
    desk.at('2026-11-20 23:00');
    ticket = await desk.ticket('system_fault', 'P0');
  });

  it('an outage at night has five minutes to the first answer and four hours to the solution', async () => {
    expect(await desk.timer(ticket, 'first_response')).toMatchObject({
      state: 'running',
      dueAt: shanghai('2026-11-20 23:05'),
      warnAt: shanghai('2026-11-20 23:03:45'),
      targetSeconds: 300,
    });
    expect((await desk.timer(ticket, 'resolution')).dueAt).toEqual(shanghai('2026-11-21 03:00'));
  });

  it('an answer of a bot does not stop the first response', async () => {
    desk.at('2026-11-20 23:01');
    await desk.replied(ticket, 'bot');
    expect((await desk.timer(ticket, 'first_response')).state).toBe('running');
  });

  it('an answer of a person stops the first response', async () => {
    desk.at('2026-11-20 23:02');
    await desk.replied(ticket, 'member');
    expect(await desk.timer(ticket, 'first_response')).toMatchObject({
      state: 'met',
      breachedAt: null,
      endedAt: shanghai('2026-11-20 23:02'),
    });
  });

  it('the next response counts from the first message that nobody answered', async () => {
    desk.at('2026-11-20 23:10');
    await desk.happens('ticket.customer_wrote', ticket, {});
    desk.at('2026-11-20 23:12');
    await desk.happens('ticket.customer_wrote', ticket, {});
    expect(await desk.timer(ticket, 'next_response')).toMatchObject({
      version: 1,
      dueAt: shanghai('2026-11-20 23:15'),
    });
    await desk.replied(ticket, 'member');
    expect((await desk.timer(ticket, 'next_response')).state).toBe('met');
    await desk.happens('ticket.customer_wrote', ticket, {});
    expect(await desk.timer(ticket, 'next_response')).toMatchObject({ version: 2, state: 'running' });
  });

  it('a resolved ticket ends every timer, and its resolution counts as met', async () => {
    await desk.happens('ticket.resolved', ticket, {});
    expect((await desk.timer(ticket, 'resolution')).state).toBe('met');
    expect((await desk.timer(ticket, 'next_response')).state).toBe('cancelled');
  });
});

it('an answer after the due time counts as late although no sweep had noticed it', async () => {
  desk.at('2026-11-20 23:00');
  const ticket = await desk.ticket('system_fault', 'P0');
  desk.at('2026-11-20 23:07');
  await desk.replied(ticket, 'member');
  expect(await desk.timer(ticket, 'first_response')).toMatchObject({
    state: 'met',
    breachedAt: shanghai('2026-11-20 23:05'),
  });
  expect(await desk.history(ticket)).toEqual([
    'started first_response',
    'started resolution',
    'warned first_response',
    'breached first_response',
    'met first_response',
  ]);
});

describe('a ticket that waits', () => {
  it('a waiting ticket has no due time, and gets back exactly the time that the pause took', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('system_fault', 'P1');
    desk.at('2026-11-20 11:00:07');
    await desk.status(ticket, 'open', 'waiting_on_customer');
    expect(await desk.timer(ticket, 'resolution')).toMatchObject({
      state: 'paused',
      dueAt: null,
      pausedReason: 'waiting_on_customer',
    });
    desk.at('2026-11-20 12:30:10');
    await desk.status(ticket, 'waiting_on_customer', 'on_hold');
    expect((await desk.timer(ticket, 'resolution')).pausedReason).toBe('on_hold');
    desk.at('2026-11-20 13:00:10');
    await desk.status(ticket, 'on_hold', 'open');
    expect(await desk.timer(ticket, 'resolution')).toMatchObject({
      state: 'running',
      pausedReason: null,
      dueAt: shanghai('2026-11-21 12:00:03'),
    });
    expect((await desk.timer(ticket, 'first_response')).dueAt).toEqual(shanghai('2026-11-20 10:30'));
  });

  it('a waiting ticket is not breached, however long it waits', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('system_fault', 'P1');
    await desk.status(ticket, 'open', 'on_hold');
    desk.at('2026-12-20 10:00');
    await desk.sweep();
    expect((await desk.timer(ticket, 'resolution')).breachedAt).toBeNull();
  });
});

describe('a change of priority', () => {
  it('a change of priority keeps the time consumed, in the time it was counted in', async () => {
    desk.at('2026-11-20 17:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    desk.at('2026-11-20 23:00');
    await desk.priority(ticket, 'P1');
    // One working hour until 18:00 was used of the 24 hours.
    expect(await desk.timer(ticket, 'resolution')).toMatchObject({
      version: 2,
      state: 'running',
      dueAt: shanghai('2026-11-21 22:00'),
    });
  });

  it('a change of priority to a target that is used up breaches at the change, and not before', async () => {
    desk.at('2026-11-20 16:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    desk.at('2026-11-20 17:00');
    await desk.priority(ticket, 'P0');
    await desk.sweep();
    expect((await desk.timer(ticket, 'first_response')).breachedAt).toEqual(shanghai('2026-11-20 17:00'));
    desk.at('2026-11-20 17:30');
    await desk.priority(ticket, 'P1');
    await desk.sweep();
    const breaches = (await desk.history(ticket)).filter((entry) => entry === 'breached first_response');
    expect(breaches).toHaveLength(1);
  });

  it('a change of priority leaves a paused timer paused and without a due time', async () => {
    desk.at('2026-11-20 16:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await desk.status(ticket, 'open', 'on_hold');
    await desk.priority(ticket, 'P1');
    expect(await desk.timer(ticket, 'resolution')).toMatchObject({
      version: 2,
      state: 'paused',
      dueAt: null,
    });
    desk.at('2026-11-20 18:00');
    await desk.status(ticket, 'on_hold', 'open');
    expect((await desk.timer(ticket, 'resolution')).dueAt).toEqual(shanghai('2026-11-21 18:00'));
  });

  it('a change of priority changes nothing when the same policy applies', async () => {
    desk.at('2026-11-20 16:00');
    const ticket = await desk.ticket('refund', 'P2');
    await desk.priority(ticket, 'P1');
    expect(await desk.history(ticket)).toEqual([
      'started first_response',
      'started resolution',
      'started department',
    ]);
  });
});
