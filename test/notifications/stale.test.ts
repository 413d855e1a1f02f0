import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotificationsModule } from '../../src/notifications/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { RefundApproval, RefundRequests, RefundsModule } from '../../src/refunds/index.js';
import { TicketCreation, TicketReplies } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

describe('fault B5: a notice that something newer has overtaken is not sent', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open(RefundsModule, NotificationsModule);
  });
  afterEach(() => shop.close());

  /** Makes a ticket for a customer whose reply window is closed, so that its receipt waits. */
  async function ticketWithoutWindow(): Promise<string> {
    await shop.says('xiaoming', '在吗');
    const now = shop.get(Clock).now().getTime();
    await shop.get(Clock).moveTo(new Date(now + 49 * 3_600_000));
    const { customerId } = shop.cast.customers.xiaoming;
    const wish = { subject: '来电退款', type: 'refund', customerId, department: 'finance' };
    await shop.get(TicketCreation).create(shop.cast.staff.wutao, wish);
    const number = await shop.ticketOf('xiaoming');
    expect(await shop.sends()).toEqual([]);
    return number;
  }
  const receipt = async () =>
    (await shop.rows(sql`select state, reason from delivery where purpose = 'receipt'`))[0];

  it('a receipt that waits is dropped as soon as an approval has gone out by a template', async () => {
    const number = await ticketWithoutWindow();
    expect(await receipt()).toMatchObject({ state: 'planned' });
    shop.paper.templates = ['refund_approved'];
    const { wangfang, chenjing } = shop.cast.staff;
    const wish = { order: 'A-1', amount: '10', reason: '破损' };
    const asked = await shop.get(RefundRequests).put(wangfang, number, wish);
    await shop.get(RefundApproval).approve(chenjing, asked);
    expect(await shop.sends()).toEqual([expect.stringContaining('已批准')]);
    expect(await receipt()).toEqual({ state: 'cancelled', reason: 'said_since' });
    expect(await shop.says('xiaoming', '你好')).toContain('已加到工单');
    expect(await shop.sends()).toEqual([]);
  });

  it('a receipt that was overtaken while it waited is neither answered to a push nor sent afterwards', async () => {
    const number = await ticketWithoutWindow();
    await shop.get(TicketReplies).reply(shop.cast.staff.wangfang, number, '已为您查到');
    await shop.sends();
    await shop.rows(sql`
      update delivery set state = 'accepted', sent_at = now(), due_at = null, settled_at = now() where purpose = 'reply'`);
    expect(await receipt()).toMatchObject({ state: 'planned' });
    const answer = await shop.says('xiaoming', '你好');
    expect([answer, ...(await shop.sends())].join()).not.toContain('收到，我们来处理');
    expect(await receipt()).toEqual({ state: 'cancelled', reason: 'said_since' });
  });

  it('a receipt that nothing has overtaken is sent when the customer writes', async () => {
    await ticketWithoutWindow();
    expect(await shop.says('xiaoming', '你好')).toContain('收到，我们来处理');
  });
});
