import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { RefundApproval, RefundPayment, RefundRequests, RefundsModule } from '../../src/refunds/index.js';
import {
  Assignment,
  Classification,
  Pausing,
  Resolutions,
  Stages,
  Tickets,
} from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open(RefundsModule);
});
afterAll(() => shop.close());

/** Makes a refund that 陈静 has approved; returns its id and the number of its ticket. */
async function approved(customer: Parameters<Shop['refundAtFinance']>[0]) {
  const { wangfang, chenjing } = shop.cast.staff;
  const number = await shop.refundAtFinance(customer, '我要退款');
  const wish = { order: `order-${customer}`, amount: '12.3', reason: '少发一件' };
  const { id } = await shop.get(RefundRequests).put(wangfang, number, wish);
  await shop.get(RefundApproval).approve(chenjing, await shop.seen(id));
  return { number, id };
}

describe('A refund ticket that is paid and closed', () => {
  it('nobody can correct, release, assign, hold or reopen a refund ticket that is paid and closed', async () => {
    const { wangfang, chenjing, wutao } = shop.cast.staff;
    const { number, id } = await approved('xiaoming');
    await shop.get(RefundPayment).record(wangfang, await shop.seen(id), 'PZ-1');
    const before = await shop.rows(sql`select t.*, (select count(*) from event) events from ticket t`);
    for (const member of [wangfang, chenjing, wutao]) {
      const correct = (correction: object) => shop.get(Classification).correct(member, number, correction);
      const tries = [
        correct({ subject: '别的' }),
        correct({ type: 'complaint' }),
        correct({ priority: 'P0' }),
        correct({ fields: { amount: '99999' } }),
        shop.get(Assignment).release(member, number),
        shop.get(Assignment).assign(member, number, chenjing.id),
        shop.get(Pausing).hold(member, number, { reason: '等' }),
        shop.get(Resolutions).reopen(member, number, ''),
      ];
      for (const attempt of await Promise.allSettled(tries))
        expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'not_allowed_now' } });
    }
    expect(await shop.rows(sql`select t.*, (select count(*) from event) events from ticket t`)).toEqual(
      before,
    );
  });
});

describe('A refund that is decided on', () => {
  it('a refund that is decided on can no longer be changed, nor can the money facts of its ticket', async () => {
    const { wangfang } = shop.cast.staff;
    const { number } = await approved('xiaohong');
    const correct = (correction: object) => shop.get(Classification).correct(wangfang, number, correction);
    for (const fields of [{ amount: '99' }, { order: 'other' }, { currency: 'USD' }])
      await expect(correct({ fields })).rejects.toMatchObject({
        code: 'refund_not_open',
        details: { state: 'approved' },
      });
    await expect(correct({ type: 'complaint' })).rejects.toMatchObject({ code: 'refund_standing' });
    const wish = { order: 'other', amount: '99', reason: '更多' };
    await expect(shop.get(RefundRequests).put(wangfang, number, wish)).rejects.toMatchObject({
      code: 'refund_not_open',
    });
    expect((await correct({ subject: '退款 · 少发一件' })).subject).toBe('退款 · 少发一件');
  });

  it('a refund ticket is resolved by finance and not by an administrator', async () => {
    const { wutao, wangfang } = shop.cast.staff;
    const number = await shop.refundAtFinance('chenxiao', '我要退款');
    const resolve = (member = wutao) => shop.get(Resolutions).resolve(member, number, '好了');
    await expect(resolve()).rejects.toMatchObject({ status: 403, code: 'finance_only' });
    expect((await resolve(wangfang)).status).toBe('resolved');
  });

  it('a refund ticket is settled only in the stage that tells the customer, without a second notice', async () => {
    const { wangfang } = shop.cast.staff;
    const { number } = await approved('zhoujie');
    const settle = (stage: 'refund_approved' | 'refunded') =>
      shop.get(Database).transaction(async () => {
        const ticket = await shop.get(Tickets).lock(wangfang, number);
        await shop.get(Stages).reach(ticket, stage);
        await shop.get(Resolutions).settle(ticket, '已付款', wangfang);
      });
    await expect(settle('refund_approved')).rejects.toThrow('does not tell how the ticket ended');
    await expect(settle('refunded')).rejects.toMatchObject({ code: 'refund_standing' });
  });
});
