import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import {
  REFUND_MOVES,
  REFUND_STATES,
  RefundApproval,
  RefundPayment,
  RefundRequests,
  Refunds,
  RefundsModule,
} from '../../src/refunds/index.js';
import { movable } from '../../src/refunds/state.js';
import { readWish } from '../../src/refunds/wish.js';
import { Shop } from '../support/shop.js';

const WISH = { order: 'A-1', amount: '10', reason: '不想要了' };

describe('A request for a refund', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(RefundsModule);
  });
  afterAll(() => shop.close());

  const put = (who: Parameters<RefundRequests['put']>[0], number: string, wish: object = {}) =>
    shop.get(RefundRequests).put(who, number, { ...WISH, ...wish });

  it('asking twice for the same refund makes one request', async () => {
    await shop.says('xiaoming', '我要退款');
    const number = await shop.ticketOf('xiaoming');
    const { lina } = shop.cast.staff;
    const [first, second] = [await put(lina, number), await put(lina, number, { amount: '010.00' })];
    expect(second).toEqual(first);
    expect(await shop.rows(sql`select name from event where name like 'refund.%'`)).toHaveLength(1);
  });

  it('two members who ask for a refund at once make one refund', async () => {
    await shop.says('xiaohong', '我要退款');
    const number = await shop.ticketOf('xiaohong');
    const { lina, zhaolei } = shop.cast.staff;
    const [one, other] = await Promise.all([put(lina, number), put(zhaolei, number, { amount: '11' })]);
    expect(other.id).toBe(one.id);
  });

  it('only members of the ticket’s department may request a refund, and strangers find no ticket', async () => {
    const number = await shop.refundAtFinance('chenxiao', '我要退款');
    const { lina, liuyang } = shop.cast.staff;
    await expect(put(lina, number)).rejects.toMatchObject({ status: 403, code: 'not_your_department' });
    await expect(put(liuyang, number)).rejects.toMatchObject({ status: 404 });
  });

  it('a refund can only be asked for on a refund ticket that is not finished', async () => {
    await shop.says('zhaojun', '我要投诉你们');
    await expect(put(shop.cast.staff.lina, await shop.ticketOf('zhaojun'))).rejects.toMatchObject({
      status: 409,
      code: 'not_a_refund_ticket',
    });
    const number = await shop.refundAtFinance('zhoujie', '我要退款');
    const { wangfang, chenjing } = shop.cast.staff;
    const { id } = await put(wangfang, number);
    await shop.get(RefundApproval).approve(chenjing, await shop.seen(id));
    await shop.get(RefundPayment).record(chenjing, await shop.seen(id), 'PZ-1');
    await expect(put(wangfang, number)).rejects.toMatchObject({ status: 409, code: 'not_allowed_now' });
  });

  it('refunds are listed page by page for those who may see their tickets', async () => {
    const { lina, liuyang, wutao, wangfang } = shop.cast.staff;
    const refunds = shop.get(Refunds);
    expect((await refunds.list(liuyang, {})).data).toEqual([]);
    const all = (await refunds.list(wutao, {})).data;
    expect(all.length).toBeGreaterThan(2);
    const first = await refunds.list(lina, { limit: 1 });
    const rest = await refunds.list(lina, { cursor: first.next!, limit: 100 });
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(rest.next).toBeNull();
    expect((await refunds.list(wangfang, { state: 'paid' })).data).toMatchObject([{ voucher: 'PZ-1' }]);
    await expect(refunds.byId(liuyang, all[0]!.id)).rejects.toMatchObject({ status: 404 });
    for (const id of [all.at(-1)!.id, '0', 'x', '1e3', '9'.repeat(40)])
      await expect(shop.get(RefundApproval).approve(wangfang, { id, version: 1 })).rejects.toMatchObject({
        status: 404,
        code: 'refund_not_found',
      });
    expect(await refunds.ofTicket(liuyang, all[0]!.ticketId)).toBeNull();
  });

  it('a refund shows what was paid for the same order before', async () => {
    const number = await shop.refundAtFinance('zhengkai', '我要退款');
    const { id } = await put(shop.cast.staff.wangfang, number, { amount: '3' });
    const seen = await shop.get(Refunds).byId(shop.cast.staff.wangfang, id);
    expect(seen.paidBefore).toBe('10.00');
    expect(seen.earlier.find(({ state }) => state === 'paid')).toEqual({
      number: await shop.ticketOf('zhoujie'),
      customer: '周杰',
      amount: '10.00',
      currency: 'CNY',
      state: 'paid',
    });
  });

  it.each([
    { limit: 0 },
    { limit: 101 },
    { limit: 1.5 },
    { cursor: 'x' },
    { cursor: '-1' },
    { state: 'lost' },
  ])('the list of refunds refuses the page %j', async (page) => {
    await expect(shop.get(Refunds).list(shop.cast.staff.wutao, page)).rejects.toMatchObject({ status: 400 });
  });
});

describe('The input for a refund', () => {
  it.each([
    ['68.5', '68.50'],
    ['0068', '68.00'],
    ['0.01', '0.01'],
    ['６８．５０', '68.50'],
    ['999999999999.99', '999999999999.99'],
  ])('the amount %s of a refund is read as %s', (amount, read) => {
    expect(readWish({ ...WISH, amount, currency: ' usd ' })).toMatchObject({ amount: read, currency: 'USD' });
  });

  it.each([
    { amount: '0' },
    { amount: '0.00' },
    { amount: '-1' },
    { amount: '1e5' },
    { amount: '1.234' },
    { amount: '1234567890123' },
    { amount: '' },
    { order: '' },
    { order: 'x'.repeat(65) },
    { order: 'a\nb' },
    { currency: 'YUAN' },
    { reason: ' ' },
    { reason: 'x'.repeat(501) },
  ])('a request for a refund with %j is refused at that field', (wrong) => {
    const fields = Object.fromEntries(Object.keys(wrong).map((field) => [field, expect.any(String)]));
    expect(() => readWish({ ...WISH, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid', details: { fields } }) as Error,
    );
  });
});

describe('The state table of refunds', () => {
  it('only an approved refund can be paid, and paid and rejected refunds never move again', () => {
    const into = (to: string) => Object.entries(REFUND_MOVES).filter(([, move]) => move.to === to);
    expect(into('paid')).toEqual([['pay', { from: ['approved'], to: 'paid', may: 'finance' }]]);
    for (const state of REFUND_STATES) {
      const ways = Object.keys(REFUND_MOVES).filter((action) =>
        movable(action as keyof typeof REFUND_MOVES, state),
      );
      expect(ways.length > 0).toBe(['requested', 'approved'].includes(state));
    }
  });
});
