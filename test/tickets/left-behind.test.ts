import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Conflict } from '../../src/platform/http/index.js';
import { ConversationClaim, Replies } from '../../src/conversations/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Employment, Roster } from '../../src/staff/index.js';
import { Assignment, Resolutions, TicketReplies } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type CustomerKey = keyof Shop['cast']['customers'];

const talkOf = async (customer: CustomerKey) => {
  const [talk] = await shop.rows<{ id: string; state: string; assigneeId: string | null }>(sql`
    select id, state, assignee_id from conversation
     where customer_id = ${shop.cast.customers[customer].customerId} order by id desc limit 1`);
  return talk!;
};
const historyOf = (type: string, id: string) =>
  shop.rows(sql`
    select name, actor_id, data ->> 'memberId' whose from event
     where subject_type = ${type} and subject_id = ${id}
       and (name like '%.claimed' or name like '%.released') order by id`);

describe('The history of a conversation', () => {
  it('the history of a conversation says who took it, in whatever way, and who gave it back', async () => {
    const { lina } = shop.cast.staff;
    await shop.says('xiaoming', '我要投诉,商品破损');
    const { id } = await talkOf('xiaoming');
    await shop.get(TicketReplies).reply(lina, await shop.ticketOf('xiaoming'), '您好');
    await shop.get(ConversationClaim).release(lina, id);
    const { identityId } = shop.cast.customers.xiaoming;
    await shop.get(Replies).say(lina, { identityId, text: '还在吗' });
    const [took, gave] = ['conversation.claimed', 'conversation.released'].map((name) => ({
      ...{ name, actorId: lina.id, whose: lina.id },
    }));
    expect(await historyOf('conversation', id)).toEqual([took, gave, took]);
  });

  it('the history says who took a conversation that an agent began', async () => {
    const { lina } = shop.cast.staff;
    const { identityId } = shop.cast.customers.sunli;
    await shop.get(Replies).say(lina, { identityId, text: '您的包裹到了' });
    const talk = await talkOf('sunli');
    expect(talk).toMatchObject({ state: 'active', assigneeId: lina.id });
    expect(await historyOf('conversation', talk.id)).toMatchObject([{ name: 'conversation.claimed' }]);
  });
});

describe('Tickets of a member who left a department', () => {
  it('a member who leaves a department loses its tickets, and an administrator keeps them', async () => {
    const { liuyang, zhangmin, wutao } = shop.cast.staff;
    const { support, technical, presales } = shop.cast.departments;
    await shop.says('zhengkai', '我要投诉,商品破损');
    const left = await shop.ticketOf('zhengkai');
    const holder = async () => {
      const [ticket] = await shop.rows<{ assigneeId: string | null }>(
        sql`select assignee_id from ticket where 'T' || number = ${left}`,
      );
      return ticket!.assigneeId;
    };
    const employment = shop.get(Employment);
    await shop.get(Assignment).claim(zhangmin, left);
    await employment.change(zhangmin.id, { role: 'agent', departmentIds: [support, presales] }, wutao);
    await employment.change(zhangmin.id, { role: 'admin', departmentIds: [] }, wutao);
    expect(await holder()).toBe(zhangmin.id);
    await employment.change(zhangmin.id, { role: 'lead', departmentIds: [presales] }, wutao);
    expect(await holder()).toBeNull();
    await employment.change(liuyang.id, { role: 'agent', departmentIds: [support, technical] }, wutao);
    const again = await shop.get(Roster).byId(liuyang.id);
    expect((await shop.get(Assignment).claim(again, left)).assigneeId).toBe(liuyang.id);
  });
});

describe('Conversations of a member who left a department', () => {
  it('a member who leaves a department loses its conversations, and one who stays in it keeps them', async () => {
    const { zhangmin, wutao } = shop.cast.staff;
    const { support, presales } = shop.cast.departments;
    const employment = shop.get(Employment);
    await employment.change(zhangmin.id, { role: 'lead', departmentIds: [support] }, wutao);
    await shop.says('chenxiao', '在吗');
    const { id } = await talkOf('chenxiao');
    await shop.get(ConversationClaim).claim(await shop.get(Roster).byId(zhangmin.id), id);
    await employment.change(zhangmin.id, { role: 'lead', departmentIds: [support, presales] }, wutao);
    await employment.change(zhangmin.id, { role: 'admin', departmentIds: [] }, wutao);
    expect(await talkOf('chenxiao')).toMatchObject({ state: 'active', assigneeId: zhangmin.id });
    await employment.change(zhangmin.id, { role: 'lead', departmentIds: [presales] }, wutao);
    expect(await talkOf('chenxiao')).toMatchObject({ state: 'waiting', assigneeId: null });
    expect((await historyOf('conversation', id)).at(-1)).toEqual({
      ...{ name: 'conversation.released', actorId: wutao.id, whose: zhangmin.id },
    });
  });
});

describe('Tickets of a member whose account is disabled', () => {
  it('the work of a member whose account is disabled is free, and the history says whose it was', async () => {
    const { zhaolei, lina, wutao } = shop.cast.staff;
    await shop.says('xiaohong', '我要投诉,商品破损');
    const number = await shop.ticketOf('xiaohong');
    await shop.get(Assignment).claim(zhaolei, number);
    await shop.says('wangmei', '我要投诉,商品破损');
    const solved = await shop.ticketOf('wangmei');
    await shop.get(Assignment).claim(zhaolei, solved);
    await shop.get(Resolutions).resolve(zhaolei, solved, '已补发');
    await shop.get(Employment).disable(zhaolei.id, wutao);

    const talk = await talkOf('xiaohong');
    expect(talk).toMatchObject({ state: 'waiting', assigneeId: null });
    expect((await historyOf('conversation', talk.id)).at(-1)).toEqual({
      ...{ name: 'conversation.released', actorId: wutao.id, whose: zhaolei.id },
    });
    const left = sql`select assignee_id from ticket where assignee_id = ${zhaolei.id}`;
    expect(await shop.rows(left)).toEqual([]);
    await shop.get(Resolutions).reopen(lina, solved, '还是坏的');
    expect((await shop.get(Assignment).claim(lina, number)).assigneeId).toBe(lina.id);
    await expect(shop.get(ConversationClaim).claim(zhaolei, talk.id)).rejects.toBeInstanceOf(Conflict);
  });
});
