import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Handoffs, Pausing, Resolutions } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

const HOUR = 3_600_000;
let shop: Shop;
let number: string;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.rows(sql`update ticket set status = 'closed'`);
  await shop.says('emma', 'I want to complain about a broken cup');
  number = await shop.ticketOf('emma');
});

const later = (milliseconds: number) => new Date(shop.get(Clock).now().getTime() + milliseconds);
const hold = (until?: Date) =>
  shop.get(Pausing).hold(shop.cast.staff.lina, number, { reason: '等仓库', until });
const ticket = async () => {
  const [row] = await shop.rows(sql`select status, stage from ticket where 'T' || number = ${number}`);
  return row!;
};
const holds = () =>
  shop.rows(sql`
    select h.reason, h.ended_at is not null ended, h.ended_by from hold h join ticket t on t.id = h.ticket_id
     where 'T' || t.number = ${number} order by h.id`);

describe('A ticket on hold', () => {
  it('a ticket on hold waits until somebody resumes it', async () => {
    const { lina, zhaolei } = shop.cast.staff;
    await hold();
    expect(await ticket()).toEqual({ status: 'on_hold', stage: 'on_hold' });
    expect(await shop.get(Pausing).resumeDue()).toBe(0);
    await shop.get(Pausing).resume(zhaolei, number);
    expect(await ticket()).toEqual({ status: 'open', stage: 'in_progress' });
    expect(await holds()).toEqual([{ reason: '等仓库', ended: true, endedBy: zhaolei.id }]);
    const names = await shop.rows<{ name: string; actorId: string }>(
      sql`select name, actor_id from event where name in ('ticket.held', 'ticket.status_changed') order by id desc limit 3`,
    );
    expect(names.map(({ name, actorId }) => [name, actorId])).toEqual([
      ['ticket.status_changed', zhaolei.id],
      ['ticket.held', lina.id],
      ['ticket.status_changed', lina.id],
    ]);
  });

  it('a ticket held until a certain time is resumed once when that time has come', async () => {
    await hold(later(2 * HOUR));
    await shop.get(Clock).moveTo(later(HOUR));
    expect(await shop.get(Pausing).resumeDue()).toBe(0);
    expect(await ticket()).toMatchObject({ status: 'on_hold' });
    await shop.get(Clock).moveTo(later(HOUR));
    await Promise.all([shop.get(Pausing).resumeDue(), shop.get(Pausing).resumeDue()]);
    expect(await ticket()).toMatchObject({ status: 'open' });
    expect(await holds()).toEqual([{ reason: '等仓库', ended: true, endedBy: null }]);
    expect(await shop.get(Pausing).resumeDue()).toBe(0);
  });

  it('a ticket that was held again stays on hold when the time of the first hold comes', async () => {
    await hold(later(HOUR));
    await shop.get(Pausing).resume(shop.cast.staff.lina, number);
    await hold(later(5 * HOUR));
    await shop.get(Clock).moveTo(later(2 * HOUR));
    await shop.get(Pausing).resumeDue();
    expect(await ticket()).toMatchObject({ status: 'on_hold' });
  });

  it('a hold needs a reason and a time in the future', async () => {
    const { lina } = shop.cast.staff;
    await expect(hold(later(-HOUR))).rejects.toMatchObject({ status: 422 });
    await expect(shop.get(Pausing).hold(lina, number, { reason: ' ' })).rejects.toMatchObject({
      status: 422,
    });
    await hold();
    await expect(hold()).rejects.toMatchObject({ code: 'not_allowed_now' });
  });

  it('a hold ends when the ticket is resolved or the customer is asked', async () => {
    const { lina } = shop.cast.staff;
    await hold();
    await shop.get(Pausing).waitForCustomer(lina, number);
    expect(await ticket()).toEqual({ status: 'waiting_on_customer', stage: 'waiting_for_you' });
    await hold();
    await shop.get(Resolutions).resolve(lina, number, '已补发');
    expect(await holds()).toMatchObject([{ ended: true }, { ended: true }]);
  });

  it('a department that a ticket is only offered to may not put it on hold', async () => {
    const { lina, wangfang } = shop.cast.staff;
    await shop.get(Handoffs).offer(lina, number, { department: 'finance', note: '请看' });
    await expect(shop.get(Pausing).hold(wangfang, number, { reason: '等' })).rejects.toMatchObject({
      status: 403,
    });
  });
});
