import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Profiles } from '../../src/customers/index.js';
import { NotificationsModule } from '../../src/notifications/index.js';
import { TicketNotices } from '../../src/notifications/ticket-notices.service.js';
import { Database, sql } from '../../src/platform/database/index.js';
import type { Recorded } from '../../src/platform/events/index.js';
import { RefundApproval, RefundPayment, RefundRequests, RefundsModule } from '../../src/refunds/index.js';
import { Resolutions, TicketCreation, TicketReplies } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

const ASKED = '我要退款,订单 20261120123456,68.50元';

describe('Notices to a customer', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(RefundsModule, NotificationsModule);
  });
  afterAll(() => shop.close());

  const request = (number: string) =>
    shop
      .get(RefundRequests)
      .put(shop.cast.staff.wangfang, number, { order: `20261120-${number}`, amount: '68.5', reason: '破损' });
  const purposes = async (number: string) => {
    const rows = await shop.rows<{ purpose: string }>(sql`
      select n.purpose from notice n join ticket t on t.id = n.ticket_id
       where t.number = ${number.slice(1)} order by n.id`);
    return rows.map(({ purpose }) => purpose);
  };

  it('the receipt says at once what was understood and how to ask for progress (001-14, 001-44)', async () => {
    const receipt = await shop.says('xiaoming', ASKED);
    const number = await shop.ticketOf('xiaoming');
    expect(receipt?.split('\n')).toEqual([
      '收到，我们来处理。',
      `工单 ${number} · 退款 · 订单 20261120123456 · ¥68.50`,
      '回复『进度』可随时查询，或点这里：',
      expect.stringMatching(/^https:\/\/help\.localhost\/t\/[A-Za-z0-9._~-]+$/),
    ]);
  });

  it('the receipt speaks of urgency only in an emergency', async () => {
    expect(await shop.says('chenxiao', '我的账号被盗了,有人在异地登录')).toContain('情况紧急');
    expect(await shop.says('sunli', '我的账号被盗了')).not.toContain('情况紧急');
  });

  it('a customer who writes English is answered in English', async () => {
    const receipt = await shop.says('emma', 'I want a refund for order 20261120123456, 68.50 yuan');
    expect(receipt).toContain('Thank you, we have it.');
    expect(receipt).toContain('Refund · order 20261120123456 · CN¥68.50');
    expect(receipt).toContain('Reply PROGRESS');
  });

  it('the customer is told once of each public step of a refund and of nothing else', async () => {
    const { wangfang, chenjing, lina } = shop.cast.staff;
    const number = await shop.ticketOf('xiaoming');
    await shop.get(TicketReplies).reply(lina, number, '您好，正在为您转财务。');
    await shop.handOver(number);
    const { id } = await request(number);
    const seen = await shop.seen(id);
    await shop.get(RefundApproval).approve(chenjing, seen);
    await shop.get(RefundApproval).approve(chenjing, seen);
    await shop.get(RefundPayment).record(wangfang, await shop.seen(id), 'PZ-2026-001');
    await shop.get(RefundPayment).record(wangfang, await shop.seen(id), 'PZ-2026-001');
    expect(await purposes(number)).toEqual(['receipt', 'with_department', 'refund_approved', 'refund_paid']);

    const [reply, handed, approved, paid] = await shop.sends();
    expect(reply).toBe('您好，正在为您转财务。');
    expect(handed).toContain(`工单 ${number} 现在由财务处理`);
    expect(approved).toContain('您的退款 ¥68.50 已批准');
    expect(paid).toContain('¥68.50 已打款');
    expect(paid).toContain('凭证号：PZ-2026-001');
  });

  it('the customer is told of the steps of a refund in English', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const number = await shop.ticketOf('emma');
    await shop.handOver(number);
    const { id } = await request(number);
    await shop.get(RefundApproval).approve(chenjing, await shop.seen(id));
    await shop.get(RefundPayment).record(wangfang, await shop.seen(id), 'PZ-2026-002');
    const [handed, approved, paid] = await shop.sends();
    expect(handed).toContain(`Ticket ${number} is now with our Finance team.`);
    expect(approved).toContain('Your refund of CN¥68.50 is approved');
    expect(paid).toContain(`Your refund of CN¥68.50 is paid, and ticket ${number} is done.`);
  });

  it('the customer is told why a refund was declined', async () => {
    const number = await shop.refundAtFinance('xiaohong', ASKED);
    const { id } = await request(number);
    await shop.get(RefundApproval).reject(shop.cast.staff.chenjing, await shop.seen(id), '超过 30 天');
    expect(await shop.sends()).toContainEqual(expect.stringMatching(/¥68\.50 没有通过[^]*原因：超过 30 天/));
  });

  it('the customer is told that a ticket is solved and that it is open again', async () => {
    await shop.says('lucas', 'I want to make a complaint');
    const number = await shop.ticketOf('lucas');
    const { lina } = shop.cast.staff;
    await shop.get(Resolutions).resolve(lina, number, 'apologised');
    await shop.get(Resolutions).reopen(lina, number, 'asked again');
    const [solved, again] = await shop.sends();
    expect(solved).toContain(`Ticket ${number} (Complaint) is solved.`);
    expect(again).toContain(`Ticket ${number} is open again`);
  });

  it('the customer is told of an event once, even if the event is handled twice', async () => {
    const number = await shop.ticketOf('lucas');
    const [event] = await shop.rows<Recorded<'ticket.resolved'> & { rowId: string }>(sql`
      select e.id row_id, e.name, e.data, json_build_object('type', 'ticket', 'id', e.subject_id::text) subject
        from event e join ticket t on t.id = e.subject_id
       where e.name = 'ticket.resolved' and t.number = ${number.slice(1)}`);
    const again = { ...event!, id: () => Promise.resolve(event!.rowId) };
    await shop.get(Database).transaction(() => shop.get(TicketNotices).stepped(again));
    expect(await shop.sends()).toEqual([]);
    expect(await purposes(number)).toEqual(['receipt', 'resolved', 'reopened']);
  });

  it('the customer is not told of a step that was rolled back', async () => {
    const { lina } = shop.cast.staff;
    await shop.says('wuyan', '我要投诉你们');
    const number = await shop.ticketOf('wuyan');
    const undone = shop.get(Database).transaction(async () => {
      await shop.get(Resolutions).resolve(lina, number, '已道歉');
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await purposes(number)).toEqual(['receipt']);
    expect(await shop.sends()).toEqual([]);
  });

  it('a customer without a chat gets no notice', async () => {
    const { wutao } = shop.cast.staff;
    const customerId = await shop.get(Profiles).create({ name: '电话客户' });
    const { id } = await shop
      .get(TicketCreation)
      .create(wutao, { subject: '来电咨询', type: 'inquiry', customerId });
    expect(await shop.rows(sql`select 1 from notice where ticket_id = ${id}`)).toEqual([]);
  });

  it('a notice carries the facts and the link that a WeChat template needs', async () => {
    const [delivery] = await shop.rows<{ content: object }>(
      sql`select content from delivery where purpose = 'refund_paid'`,
    );
    expect(delivery?.content).toMatchObject({
      facts: {
        number: await shop.ticketOf('xiaoming'),
        amount: '¥68.50',
        stage: '已退款',
        voucher: 'PZ-2026-001',
      },
      url: expect.stringContaining('https://help.localhost/t/') as string,
    });
  });
});
