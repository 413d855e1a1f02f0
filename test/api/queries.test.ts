import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { SlaDefaults } from '../../src/sla/index.js';
import type { Member } from '../../src/staff/index.js';
import { Handoffs, TicketReplies } from '../../src/tickets/index.js';
import {
  ConversationQueries,
  CustomerQueries,
  DeliveryQueries,
  HandoffQueries,
  HistoryQueries,
  QueriesModule,
  TicketQueries,
} from '../../src/web/queries/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
let number: string;
let handoffId: string;
let deliveryId: string;
let conversationId: string;
let customerId: string;

/** A complaint at after-sales is answered and offered to finance. Technical support has nothing to do with it. */
beforeAll(async () => {
  shop = await Shop.open(QueriesModule);
  await shop.get(SlaDefaults).install();
  await shop.says('xiaohong', '我要投诉,商品破损');
  number = await shop.ticketOf('xiaohong');
  const { lina } = shop.cast.staff;
  ({ deliveryId } = await shop.get(TicketReplies).reply(lina, number, '您好'));
  handoffId = (await shop.get(Handoffs).offer(lina, number, { department: 'finance', note: '请看' })).id;
  const [talk] = await shop.rows<{ id: string }>(sql`select id from conversation`);
  conversationId = talk!.id;
  ({ customerId } = shop.cast.customers.xiaohong);
});
afterAll(() => shop.close());

type Read = (member: Member) => Promise<unknown>;

const lists: Record<string, Read> = {
  'tickets, newest': async (member) => (await shop.get(TicketQueries).list(member, {})).data,
  'tickets by due time': async (member) => (await shop.get(TicketQueries).list(member, { sort: 'due' })).data,
  'tickets of a customer': async (member) =>
    (await shop.get(TicketQueries).list(member, { customer: customerId })).data,
  'tickets by a word': async (member) => (await shop.get(TicketQueries).list(member, { q: '破损' })).data,
  conversations: async (member) => (await shop.get(ConversationQueries).list(member, {})).data,
  customers: async (member) => (await shop.get(CustomerQueries).list(member, {})).data,
};

const single: Record<string, Read> = {
  'a ticket': (member) => shop.get(TicketQueries).one(member, number),
  'its history': (member) => shop.get(HistoryQueries).events(member, number, {}),
  'its notes': (member) => shop.get(HistoryQueries).said(member, number, {}),
  'its handoffs': (member) => shop.get(HandoffQueries).ofTicket(member, number, {}),
  'its deliveries': (member) => shop.get(DeliveryQueries).ofTicket(member, number, {}),
  'a handoff': (member) => shop.get(HandoffQueries).one(member, handoffId),
  'a delivery': (member) => shop.get(DeliveryQueries).one(member, deliveryId),
  'a conversation': (member) => shop.get(ConversationQueries).one(member, conversationId),
  'its messages': (member) => shop.get(ConversationQueries).messages(member, conversationId, {}),
  'a customer': (member) => shop.get(CustomerQueries).one(member, customerId),
};

describe('the department that has the ticket', () => {
  it.each(Object.keys(lists))('the department that has the ticket finds it among the %s', async (name) => {
    expect(await lists[name]!(shop.cast.staff.zhaolei)).toHaveLength(1);
  });
  it.each(Object.keys(single))('the department that has the ticket reads %s', async (name) => {
    await expect(single[name]!(shop.cast.staff.zhaolei)).resolves.toBeTruthy();
  });
});

describe('the department that the ticket is offered to', () => {
  it.each(Object.keys(lists).filter((name) => name !== 'conversations'))(
    'the department that the ticket is offered to finds it among the %s',
    async (name) => {
      expect(await lists[name]!(shop.cast.staff.wangfang)).toHaveLength(1);
    },
  );
  it('a department that is offered a ticket reads its conversation, but does not have it in its list', async () => {
    expect(await lists.conversations!(shop.cast.staff.wangfang)).toEqual([]);
  });
  it.each(Object.keys(single))('the department that the ticket is offered to reads %s', async (name) => {
    await expect(single[name]!(shop.cast.staff.wangfang)).resolves.toBeTruthy();
  });
});

describe.each(['liuyang', 'zhoulin'] as const)('%s, who has nothing to do with the ticket', (outsider) => {
  it.each(Object.keys(lists))('a member of another department finds nothing among the %s', async (name) => {
    expect(await lists[name]!(shop.cast.staff[outsider])).toEqual([]);
  });
  it.each(Object.keys(single))('a member of another department does not find %s', async (name) => {
    await expect(single[name]!(shop.cast.staff[outsider])).rejects.toMatchObject({ status: 404 });
  });
});

describe('the administrator', () => {
  it('the administrator finds everything', async () => {
    for (const read of Object.values(lists)) expect(await read(shop.cast.staff.wutao)).not.toEqual([]);
    for (const read of Object.values(single)) await expect(read(shop.cast.staff.wutao)).resolves.toBeTruthy();
  });
});
