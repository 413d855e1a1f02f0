import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Notes, Resolutions, TicketReplies } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

const DAY = 86_400_000;
let shop: Shop;
let number: string;
beforeAll(async () => {
  shop = await Shop.open();
  await shop.says('lucas', 'I want to complain about a broken cup');
  number = await shop.ticketOf('lucas');
});
afterAll(() => shop.close());

const ticket = async () => {
  const [row] = await shop.rows(sql`
    select status, stage, resolved_at is not null resolved, closed_at is not null closed from ticket
     where 'T' || number = ${number}`);
  return row!;
};
const passes = async (days: number) =>
  shop.get(Clock).moveTo(new Date(shop.get(Clock).now().getTime() + days * DAY));

describe('A resolved ticket', () => {
  it('a ticket is resolved by its department with a note of what was done', async () => {
    const { lina, wangfang } = shop.cast.staff;
    await expect(shop.get(Resolutions).resolve(lina, number, ' ')).rejects.toMatchObject({ status: 422 });
    await expect(shop.get(Resolutions).resolve(wangfang, number, '好了')).rejects.toMatchObject({
      status: 404,
    });
    await shop.get(Resolutions).resolve(lina, number, '已补发');
    expect(await ticket()).toEqual({ status: 'resolved', stage: 'resolved', resolved: true, closed: false });
  });

  it('a resolved ticket is reopened within a week and keeps its first result', async () => {
    const { zhaolei } = shop.cast.staff;
    await passes(6);
    expect(await shop.get(Resolutions).closeDue()).toBe(0);
    await shop.get(Resolutions).reopen(zhaolei, number, '又坏了');
    expect(await ticket()).toEqual({ status: 'open', stage: 'in_progress', resolved: false, closed: false });
    const results = await shop.rows(sql`select note, reopen_reason, reopened_by from resolution`);
    expect(results).toEqual([{ note: '已补发', reopenReason: '又坏了', reopenedBy: zhaolei.id }]);
  });

  it('a ticket is closed once, a week after it was last resolved', async () => {
    await shop.get(Resolutions).resolve(shop.cast.staff.lina, number, '换了新的');
    await passes(6.9);
    expect(await shop.get(Resolutions).closeDue()).toBe(0);
    await passes(0.2);
    await Promise.all([shop.get(Resolutions).closeDue(), shop.get(Resolutions).closeDue()]);
    expect(await ticket()).toEqual({ status: 'closed', stage: 'closed', resolved: true, closed: true });
    const closed = await shop.rows(sql`select actor_kind from event where name = 'ticket.closed'`);
    expect(closed).toEqual([{ actorKind: 'system' }]);
  });

  it('a closed ticket can be neither answered nor reopened, but a note may still be written', async () => {
    const { lina } = shop.cast.staff;
    const refused = { code: 'not_allowed_now', details: { state: 'closed' } };
    await expect(shop.get(TicketReplies).reply(lina, number, '您好')).rejects.toMatchObject(refused);
    await expect(shop.get(Resolutions).reopen(lina, number, '')).rejects.toMatchObject(refused);
    await shop.get(Notes).add(lina, number, '存档');
    expect(await shop.rows(sql`select text from note`)).toEqual([{ text: '存档' }]);
  });

  it('a refund ticket is closed by finance alone', async () => {
    const { lina, wangfang, wutao } = shop.cast.staff;
    await shop.says('lucas', 'I want my money back');
    const refund = await shop.ticketOf('lucas');
    await expect(shop.get(Resolutions).resolve(lina, refund, 'ok')).rejects.toMatchObject({
      code: 'finance_only',
    });
    await expect(shop.get(Resolutions).resolve(wangfang, refund, 'ok')).rejects.toMatchObject({
      status: 404,
    });
    await expect(shop.get(Resolutions).resolve(wutao, refund, 'ok')).rejects.toMatchObject({
      code: 'finance_only',
    });
    await shop.handOver(refund);
    await shop.get(Resolutions).resolve(wangfang, refund, 'ok');
    expect(await shop.rows(sql`select status from ticket order by id desc limit 1`)).toEqual([
      { status: 'resolved' },
    ]);
  });
});
