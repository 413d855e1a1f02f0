import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import {
  RefundApproval,
  RefundPayment,
  RefundRequests,
  Refunds,
  RefundsModule,
} from '../../src/refunds/index.js';
import { Handoffs } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

describe('The payment of a refund', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(RefundsModule);
  });
  afterAll(() => shop.close());

  /** Makes an approved refund of the customer's and returns its id. */
  async function approved(customer: Parameters<Shop['refundAtFinance']>[0]): Promise<string> {
    const { wangfang, chenjing } = shop.cast.staff;
    const number = await shop.refundAtFinance(customer, '我要退款');
    const wish = { order: `order-${customer}`, amount: '12.3', reason: '少发一件' };
    const { id } = await shop.get(RefundRequests).put(wangfang, number, wish);
    await shop.get(RefundApproval).approve(chenjing, await shop.seen(id));
    return id;
  }
  const pay = async (id: string, voucher: string, who = shop.cast.staff.wangfang) =>
    shop.get(RefundPayment).record(who, await shop.seen(id), voucher);

  it('a payment recorded again with its voucher changes nothing, and with another voucher it is refused', async () => {
    const id = await approved('xiaoming');
    await pay(id, 'PZ-100');
    for (const typed of ['ＰＺ-100', 'pz-100']) expect(await pay(id, typed)).toMatchObject({ state: 'paid' });
    await expect(pay(id, 'PZ-101')).rejects.toMatchObject({
      status: 409,
      code: 'already_paid',
      details: { voucher: 'PZ-100', paidBy: { name: '王芳' }, paidAt: expect.any(Date) as Date },
    });
    expect(await shop.rows(sql`select voucher from refund_payment`)).toEqual([{ voucher: 'PZ-100' }]);
  });

  it('a payment with the voucher of another refund is refused, and the ticket stays open', async () => {
    const id = await approved('xiaohong');
    for (const typed of ['PZ-100', 'pz-100'])
      await expect(pay(id, typed)).rejects.toMatchObject({ status: 409, code: 'voucher_used' });
    expect(await shop.get(Refunds).byId(shop.cast.staff.wangfang, id)).toMatchObject({ state: 'approved' });
    const [ticket] = await shop.rows(
      sql`select t.status from ticket t join refund r on r.ticket_id = t.id where r.id = ${id}`,
    );
    expect(ticket).toEqual({ status: 'new' });
  });

  it('two members who pay one refund at once make one payment', async () => {
    const id = await approved('liqiang');
    const { wangfang, chenjing } = shop.cast.staff;
    const both = await Promise.allSettled([pay(id, 'PZ-201', wangfang), pay(id, 'PZ-202', chenjing)]);
    const refusals = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as object] : []));
    expect(refusals).toMatchObject([{ code: 'already_paid' }]);
    const events = await shop.rows(
      sql`select name from event where name = 'refund.paid' and data->>'refundId' = ${id}`,
    );
    expect(events).toHaveLength(1);
  });

  it('two refunds paid at once with one voucher make one payment', async () => {
    const ids = [await approved('wangmei'), await approved('zhaojun')];
    const both = await Promise.allSettled(ids.map((id) => pay(id, 'PZ-300')));
    const refusals = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as object] : []));
    expect(refusals).toMatchObject([{ code: 'voucher_used' }]);
  });

  it('a refund is not paid while its ticket is offered to another department', async () => {
    const id = await approved('sunli');
    const number = await shop.ticketOf('sunli');
    const { wangfang } = shop.cast.staff;
    await shop.get(Handoffs).offer(wangfang, number, { department: 'support', note: '?' });
    await expect(pay(id, 'PZ-400')).rejects.toMatchObject({ code: 'handoff_open' });
  });

  it('only finance may pay or approve a refund, and not even administrators may', async () => {
    const id = await approved('zhoujie');
    const { lina, wutao } = shop.cast.staff;
    for (const outsider of [lina, wutao]) {
      await expect(pay(id, 'PZ-500', outsider)).rejects.toMatchObject({ status: 403, code: 'finance_only' });
      await expect(shop.get(RefundApproval).approve(outsider, await shop.seen(id))).rejects.toMatchObject({
        code: 'finance_only',
      });
    }
  });

  it.each(['', ' ', 'x'.repeat(65), 'PZ\n1', 'PZ\u00001'])('the voucher %j is refused', async (voucher) => {
    await expect(pay('1', voucher)).rejects.toMatchObject({
      status: 422,
      details: { fields: { voucher: expect.any(String) as string } },
    });
  });
});
