import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConversationReplies } from '../../src/conversations/index.js';
import { EscalationModule } from '../../src/escalation/index.js';
import { sql } from '../../src/platform/database/index.js';
import { RefundApproval, RefundRequests, RefundsModule } from '../../src/refunds/index.js';
import { Recomputation, SlaDefaults, SlaModule, Timers } from '../../src/sla/index.js';
import { TicketCreation } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

describe('fault B16: an answer that the customer has had counts', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(SlaModule, EscalationModule, RefundsModule);
    await shop.get(SlaDefaults).install();
  });
  afterAll(() => shop.close());

  async function talkOf(customer: 'xiaoming' | 'xiaohong'): Promise<string> {
    const { customerId } = shop.cast.customers[customer];
    const [talk] = await shop.rows<{ id: string }>(
      sql`select id from conversation where customer_id = ${customerId} order by id desc limit 1`,
    );
    return talk!.id;
  }
  const create = async (conversationId: string) => {
    const given = { subject: '打不开', type: 'inquiry', conversationId };
    return (await shop.get(TicketCreation).create(shop.cast.staff.lina, given)).id;
  };
  const firstResponse = async (ticketId: string) =>
    (await shop.get(Timers).ofTickets([ticketId]))
      .get(ticketId)!
      .find(({ metric }) => metric === 'first_response')?.state;

  it('the first response is met if a colleague answered before the ticket was made', async () => {
    await shop.says('xiaoming', '页面打不开');
    const talk = await talkOf('xiaoming');
    await shop.get(ConversationReplies).reply(shop.cast.staff.lina, talk, '请先重启');
    expect(await firstResponse(await create(talk))).toBe('met');
    expect((await shop.get(Recomputation).compare()).differences).toEqual([]);
  });

  it('the first response is open if the customer has written since the answer', async () => {
    await shop.says('xiaohong', '页面打不开');
    const talk = await talkOf('xiaohong');
    await shop.get(ConversationReplies).reply(shop.cast.staff.lina, talk, '请先重启');
    await shop.says('xiaohong', '还是不行');
    expect(await firstResponse(await create(talk))).toBe('running');
  });

  it('a rejection that the customer is told of is an answer', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const number = await shop.refundAtFinance('liqiang', '我要退款');
    const wish = { order: 'A-1', amount: '10', reason: '破损' };
    const asked = await shop.get(RefundRequests).put(wangfang, number, wish);
    const { ticketId } = asked;
    expect(await firstResponse(ticketId)).toBe('running');
    await shop.get(RefundApproval).reject(chenjing, asked, '超过 30 天');
    expect(await firstResponse(ticketId)).toBe('met');
  });
});
