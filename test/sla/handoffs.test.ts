import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { Desk, shanghai } from './desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

describe('a refund that goes from department to department', () => {
  let ticket: string;
  const between = (from: 'support' | 'finance', to: 'finance' | 'technical') => ({
    handoffId: '1',
    fromDepartmentId: desk.departments[from],
    toDepartmentId: desk.departments[to],
  });
  beforeAll(async () => {
    desk.at('2026-11-20 09:00');
    ticket = await desk.ticket('refund', 'P2');
  });

  it('the twelve hours of a refund are shared, and four of them are support’s', async () => {
    expect((await desk.timer(ticket, 'department', 'support')).dueAt).toEqual(shanghai('2026-11-20 13:00'));
    expect((await desk.timer(ticket, 'resolution')).dueAt).toEqual(shanghai('2026-11-20 21:00'));
  });

  it('finance has a working hour to accept a refund that is offered to it', async () => {
    desk.at('2026-11-20 11:30');
    await desk.happens('ticket.handed_off', ticket, between('support', 'finance'));
    expect((await desk.timer(ticket, 'acceptance', 'finance')).dueAt).toEqual(shanghai('2026-11-20 14:00'));
  });

  it('the share of finance starts when it accepts, while the customer’s timer runs on', async () => {
    desk.at('2026-11-20 13:30');
    await desk.happens('ticket.handoff_accepted', ticket, between('support', 'finance'));
    await desk.database.run(
      sql`update ticket set department_id = ${desk.departments.finance} where id = ${ticket}`,
    );
    expect((await desk.timer(ticket, 'acceptance', 'finance')).state).toBe('met');
    expect((await desk.timer(ticket, 'department', 'finance')).dueAt).toEqual(shanghai('2026-11-20 21:30'));
    expect((await desk.timer(ticket, 'resolution')).dueAt).toEqual(shanghai('2026-11-20 21:00'));
  });

  it('the share of finance stops while technical is asked, and resumes when technical returns the ticket', async () => {
    desk.at('2026-11-20 14:30');
    await desk.happens('ticket.handed_off', ticket, between('finance', 'technical'));
    expect(await desk.timer(ticket, 'department', 'finance')).toMatchObject({
      state: 'paused',
      pausedReason: 'handed_off',
    });
    desk.at('2026-11-20 15:00');
    await desk.status(ticket, 'open', 'waiting_on_customer');
    await desk.status(ticket, 'waiting_on_customer', 'open');
    expect((await desk.timer(ticket, 'department', 'finance')).state).toBe('paused');
    await desk.happens('ticket.handoff_returned', ticket, between('finance', 'technical'));
    expect((await desk.timer(ticket, 'acceptance', 'technical')).state).toBe('met');
    expect((await desk.timer(ticket, 'department', 'finance')).dueAt).toEqual(shanghai('2026-11-20 22:00'));
  });

  it('an offer that is withdrawn cancels its acceptance timer', async () => {
    await desk.happens('ticket.handed_off', ticket, between('finance', 'technical'));
    await desk.happens('ticket.handoff_withdrawn', ticket, between('finance', 'technical'));
    expect(await desk.timer(ticket, 'acceptance', 'technical')).toMatchObject({
      version: 2,
      state: 'cancelled',
    });
    expect((await desk.timer(ticket, 'department', 'finance')).state).toBe('running');
  });

  it('a reopened ticket keeps its first result and starts a new resolution', async () => {
    desk.at('2026-11-20 22:00');
    await desk.happens('ticket.resolved', ticket, {});
    const first = await desk.timer(ticket, 'resolution');
    expect(first).toMatchObject({ state: 'met', breachedAt: shanghai('2026-11-20 21:00') });
    desk.at('2026-11-21 10:00');
    await desk.happens('ticket.reopened', ticket, {});
    expect(await desk.timer(ticket, 'resolution', 'finance')).toMatchObject({
      version: 2,
      state: 'running',
      breachedAt: null,
      dueAt: shanghai('2026-11-21 22:00'),
    });
  });

  it('a ticket that is closed unsolved ends the timers that still run', async () => {
    await desk.happens('ticket.closed', ticket, {});
    expect((await desk.timer(ticket, 'resolution', 'finance')).state).toBe('cancelled');
  });
});

describe('a department that takes a ticket', () => {
  const offer = (from: 'support' | 'finance', to: 'support' | 'finance') => ({
    handoffId: '1',
    fromDepartmentId: desk.departments[from],
    toDepartmentId: desk.departments[to],
  });
  const handOver = async (ticket: string, from: 'support' | 'finance', to: 'support' | 'finance') => {
    await desk.happens('ticket.handed_off', ticket, offer(from, to));
    await desk.happens('ticket.handoff_accepted', ticket, offer(from, to));
  };

  it('a department that gets a ticket a second time continues where its share stopped', async () => {
    desk.at('2026-11-20 09:00');
    const ticket = await desk.ticket('refund', 'P2');
    await handOver(ticket, 'support', 'finance');
    desk.at('2026-11-20 10:00');
    await handOver(ticket, 'finance', 'support');
    desk.at('2026-11-20 13:30');
    await handOver(ticket, 'support', 'finance');
    expect(await desk.timer(ticket, 'department', 'finance')).toMatchObject({
      version: 1,
      dueAt: shanghai('2026-11-20 20:30'),
    });
  });

  it('the share of a department begins paused if the ticket waits for the customer when it is taken', async () => {
    desk.at('2026-11-20 09:00');
    const ticket = await desk.ticket('refund', 'P2');
    await desk.status(ticket, 'open', 'waiting_on_customer');
    await handOver(ticket, 'support', 'finance');
    expect(await desk.timer(ticket, 'department', 'finance')).toMatchObject({ state: 'paused', dueAt: null });
    desk.at('2026-11-20 10:00');
    await desk.status(ticket, 'waiting_on_customer', 'open');
    expect((await desk.timer(ticket, 'department', 'finance')).dueAt).toEqual(shanghai('2026-11-20 18:00'));
  });
});
