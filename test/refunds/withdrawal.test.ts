import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotificationsModule } from '../../src/notifications/index.js';
import { sql } from '../../src/platform/database/index.js';
import {
  RefundApproval,
  RefundRequests,
  Refunds,
  RefundsModule,
  RefundWithdrawal,
} from '../../src/refunds/index.js';
import { Resolutions } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

describe('A withdrawal of a request for a refund', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(RefundsModule, NotificationsModule);
  });
  afterAll(() => shop.close());

  const asked = async (customer: Parameters<Shop['refundAtFinance']>[0]) => {
    const number = await shop.refundAtFinance(customer, '我要退款');
    const wish = { order: `order-${customer}`, amount: '12.3', reason: '少发一件' };
    return { number, refund: await shop.get(RefundRequests).put(shop.cast.staff.wangfang, number, wish) };
  };

  it('the member who asked withdraws the request, and the customer is told nothing', async () => {
    const { wangfang } = shop.cast.staff;
    const { number, refund } = await asked('xiaoming');
    await shop.sends();
    await shop.get(RefundWithdrawal).withdraw(wangfang, { id: refund.id, version: 1 });
    await shop.get(RefundWithdrawal).withdraw(wangfang, { id: refund.id, version: 1 });
    expect(await shop.sends()).toEqual([]);
    expect(await shop.get(Refunds).byId(wangfang, refund.id)).toMatchObject({
      state: 'withdrawn',
      rejection: null,
      withdrawnAt: expect.any(Date) as Date,
      may: { approve: false, reject: false, withdraw: false, pay: false },
    });
    const [ticket] = await shop.rows(sql`select stage, status from ticket where number = ${number.slice(1)}`);
    expect(ticket).toEqual({ stage: 'in_progress', status: 'new' });
    const events = await shop.rows(sql`select name from event where name = 'refund.withdrawn'`);
    expect(events).toHaveLength(1);
  });

  it('after a withdrawal the refund may be asked for again, or the ticket resolved without it', async () => {
    const { wangfang } = shop.cast.staff;
    const number = await shop.ticketOf('xiaoming');
    const wish = { order: 'order-xiaoming', amount: '10', reason: '少发一件' };
    const again = await shop.get(RefundRequests).put(wangfang, number, wish);
    await shop.get(RefundWithdrawal).withdraw(wangfang, again);
    expect((await shop.get(Resolutions).resolve(wangfang, number, '改为补发')).status).toBe('resolved');
  });

  it('a request is withdrawn by nobody but its asker, and no asker rejects the own request', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const { refund } = await asked('xiaohong');
    await expect(shop.get(RefundWithdrawal).withdraw(chenjing, refund)).rejects.toMatchObject({
      status: 403,
      code: 'not_your_request',
    });
    await expect(shop.get(RefundApproval).reject(wangfang, refund, '算了')).rejects.toMatchObject({
      status: 403,
      code: 'own_request',
    });
  });

  it('a request that changed or was approved since is not withdrawn', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const { refund } = await asked('liqiang');
    await expect(
      shop.get(RefundWithdrawal).withdraw(wangfang, { id: refund.id, version: 9 }),
    ).rejects.toMatchObject({ status: 409, code: 'refund_changed' });
    const approved = await shop.get(RefundApproval).approve(chenjing, refund);
    await expect(shop.get(RefundWithdrawal).withdraw(wangfang, approved)).rejects.toMatchObject({
      status: 409,
      code: 'refund_not_open',
    });
  });
});
