import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConversationClaim } from '../../src/conversations/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Employment } from '../../src/staff/index.js';
import { Assignment, Handoffs, TicketReplies } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type CustomerKey = keyof Shop['cast']['customers'];

async function ticketOf(customer: CustomerKey): Promise<string> {
  await shop.says(customer, '我要投诉,商品破损');
  return shop.ticketOf(customer);
}
const talkOf = async (customer: CustomerKey) => {
  const { identityId } = shop.cast.customers[customer];
  const [talk] = await shop.rows<{ id: string }>(sql`
    select id from conversation where identity_id = ${identityId} and state <> 'ended'`);
  return talk!.id;
};
const heldBy = (id: string) =>
  shop.rows(sql`
    select 1 from ticket where assignee_id = ${id}
    union all select 1 from conversation where assignee_id = ${id} and state = 'active'`);

describe('A member whose account is disabled while a request is under way', () => {
  it('a member who was disabled meanwhile takes, accepts and answers nothing', async () => {
    const { lina, zhaolei, wutao } = shop.cast.staff;
    const number = await ticketOf('xiaoming');
    await shop.get(Employment).disable(zhaolei.id, wutao);
    const claims = shop.get(ConversationClaim);
    const tries = [
      () => shop.get(Assignment).claim(zhaolei, number),
      () => shop.get(TicketReplies).reply(zhaolei, number, '您好'),
      async () => claims.claim(zhaolei, await talkOf('xiaoming')),
    ];
    for (const attempt of tries)
      await expect(attempt()).rejects.toMatchObject({ status: 403, code: 'member_disabled' });
    await shop.get(Assignment).claim(lina, number);
    const takeOver = { takeOver: true };
    await expect(shop.get(Assignment).claim(zhaolei, number, takeOver)).rejects.toMatchObject({
      code: 'member_disabled',
    });
    expect(await heldBy(zhaolei.id)).toEqual([]);
    await shop.get(Employment).enable(zhaolei.id, wutao);
  });

  it('a member who is disabled at the moment of a claim, an assignment or an acceptance holds nothing', async () => {
    const { lina, zhangmin, zhaolei, liuyang, wutao } = shop.cast.staff;
    const [claimed, assigned, offered] = [
      await ticketOf('xiaohong'),
      await ticketOf('wangmei'),
      await ticketOf('zhengkai'),
    ];
    const { id } = await shop.get(Handoffs).offer(lina, offered, { department: 'technical', note: '请看' });
    await Promise.allSettled([
      shop.get(Assignment).claim(zhaolei, claimed),
      shop.get(Assignment).assign(zhangmin, assigned, zhaolei.id),
      shop.get(Employment).disable(zhaolei.id, wutao),
      shop.get(Handoffs).accept(liuyang, id),
      shop.get(Employment).disable(liuyang.id, wutao),
    ]);
    expect([...(await heldBy(zhaolei.id)), ...(await heldBy(liuyang.id))]).toEqual([]);
  });
});

describe('An assignment that is sent twice', () => {
  it('an assignment that two leads send at once is told once', async () => {
    const { lina, zhangmin, wutao } = shop.cast.staff;
    const number = await ticketOf('chenxiao');
    const assign = (by: typeof lina) => shop.get(Assignment).assign(by, number, lina.id);
    await Promise.all([assign(zhangmin), assign(wutao), assign(zhangmin)]);
    const told = await shop.rows(sql`
      select 1 from event e join ticket t on t.id = e.subject_id
       where e.name = 'ticket.assigned' and 'T' || t.number = ${number}`);
    expect(told).toHaveLength(1);
  });
});

describe('The address of an offer', () => {
  it('an offer is not answered at the address of another ticket', async () => {
    const { lina, wangfang } = shop.cast.staff;
    const [number, other] = [await ticketOf('sunli'), await ticketOf('chenxiao')];
    const handoffs = shop.get(Handoffs);
    const { id } = await handoffs.offer(lina, number, { department: 'finance', note: '请看' });
    const elsewhere = { status: 404, code: 'handoff_not_found' };
    await expect(handoffs.accept(wangfang, id, other)).rejects.toMatchObject(elsewhere);
    await expect(handoffs.return(wangfang, id, '不是我们的', other)).rejects.toMatchObject(elsewhere);
    await expect(handoffs.withdraw(lina, id, other)).rejects.toMatchObject(elsewhere);
    expect((await handoffs.accept(wangfang, id, number)).state).toBe('accepted');
  });
});
