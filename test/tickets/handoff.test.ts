import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { Handoffs, Resolutions, TicketReplies, Tickets } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
let number: string;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.rows(sql`update handoff set state = 'withdrawn' where state = 'offered'`);
  await shop.rows(sql`update ticket set status = 'closed'`);
  await shop.says('chenxiao', '我要投诉,商品破损');
  number = await shop.ticketOf('chenxiao');
});

const offer = (department = 'finance', note = '请核对') =>
  shop.get(Handoffs).offer(shop.cast.staff.lina, number, { department, note });
const ticket = async () => {
  const [row] = await shop.rows(sql`
    select d.key department, m.name holder, t.status, t.stage from ticket t join department d on d.id = t.department_id
      left join member m on m.id = t.assignee_id where 'T' || t.number = ${number}`);
  return row!;
};

describe('A ticket that is handed off', () => {
  it('a ticket that is handed off stays with the giver until somebody accepts it, who then holds it', async () => {
    const { wangfang } = shop.cast.staff;
    await shop.get(TicketReplies).reply(shop.cast.staff.lina, number, '您好');
    const { id } = await offer();
    expect(await ticket()).toMatchObject({ department: 'support', holder: '李娜', status: 'open' });
    expect(await shop.get(Handoffs).accept(wangfang, id)).toMatchObject({ state: 'accepted' });
    expect(await ticket()).toEqual({
      department: 'finance',
      holder: '王芳',
      status: 'open',
      stage: 'in_department',
    });
    await expect(shop.get(Resolutions).resolve(shop.cast.staff.lina, number, '好了')).rejects.toMatchObject({
      code: 'not_your_department',
    });
    expect(await shop.get(Handoffs).accept(wangfang, id)).toMatchObject({ state: 'accepted' });
  });

  it('a ticket is returned with a reason to the department that offered it', async () => {
    const { wangfang } = shop.cast.staff;
    const { id } = await offer();
    await expect(shop.get(Handoffs).return(wangfang, id, ' ')).rejects.toMatchObject({ status: 422 });
    await shop.get(Handoffs).return(wangfang, id, '缺少凭证');
    expect(await ticket()).toMatchObject({ department: 'support' });
    const [row] = await shop.rows(sql`select state, answer, answered_by from handoff where id = ${id}`);
    expect(row).toEqual({ state: 'returned', answer: '缺少凭证', answeredBy: wangfang.id });
    expect(await offer()).toMatchObject({ state: 'offered' });
  });

  it('only the giving department can withdraw an offered ticket', async () => {
    const { lina, wangfang } = shop.cast.staff;
    const { id } = await offer();
    await expect(shop.get(Handoffs).withdraw(wangfang, id)).rejects.toMatchObject({ status: 403 });
    await shop.get(Handoffs).withdraw(lina, id);
    await expect(shop.get(Handoffs).accept(wangfang, id)).rejects.toMatchObject({
      code: 'handoff_answered',
      details: { state: 'withdrawn' },
    });
    expect(await ticket()).toMatchObject({ department: 'support' });
  });

  it('only the receiving department can answer an offer, and no other department knows of it', async () => {
    const { zhaolei, liuyang } = shop.cast.staff;
    const { id } = await offer();
    await expect(shop.get(Handoffs).accept(zhaolei, id)).rejects.toMatchObject({ status: 403 });
    await expect(shop.get(Handoffs).return(zhaolei, id, '不要')).rejects.toMatchObject({ status: 403 });
    await expect(shop.get(Handoffs).accept(liuyang, id)).rejects.toMatchObject({ code: 'handoff_not_found' });
    await expect(shop.get(Handoffs).accept(liuyang, "1' or true")).rejects.toMatchObject({ status: 404 });
  });

  it('a ticket is not offered twice at once, nor to its own department, nor without a note', async () => {
    await expect(offer('support')).rejects.toMatchObject({ status: 422 });
    await expect(offer('nowhere')).rejects.toMatchObject({ status: 422 });
    await expect(offer('finance', '  ')).rejects.toMatchObject({ status: 422 });
    const tries = await Promise.allSettled([offer('finance'), offer('technical')]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(tries.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'handoff_open' });
  });

  it('a ticket is neither resolved nor settled while it is offered', async () => {
    await offer();
    const database = shop.get(Database);
    await database.transaction(async () => {
      const { wangfang } = shop.cast.staff;
      const locked = await shop.get(Tickets).lock(wangfang, number);
      await expect(shop.get(Resolutions).settle(locked, '已付款', wangfang)).rejects.toMatchObject({
        code: 'handoff_open',
      });
    });
    await expect(shop.get(Resolutions).resolve(shop.cast.staff.lina, number, '好了')).rejects.toMatchObject({
      code: 'handoff_open',
    });
  });
});

describe('Two answers to an offer at the same moment', () => {
  it('one of two members who accept an offer at the same moment gets the ticket', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const { id } = await offer();
    const tries = await Promise.allSettled(
      [wangfang, chenjing].map((member) => shop.get(Handoffs).accept(member, id)),
    );
    const late = tries.find(({ status }) => status === 'rejected');
    expect(late).toMatchObject({ reason: { code: 'handoff_answered' } });
    const accepted = await shop.rows<{ actorId: string }>(
      sql`select actor_id from event where name = 'ticket.handoff_accepted' and data ->> 'handoffId' = ${id}`,
    );
    expect(accepted).toHaveLength(1);
    const [{ name }] = (await shop.rows(sql`select name from member where id = ${accepted[0]!.actorId}`)) as [
      { name: string },
    ];
    expect(await ticket()).toMatchObject({ holder: name });
    const winner = late === tries[0] ? chenjing : wangfang;
    expect(await shop.get(Handoffs).accept(winner, id)).toMatchObject({ state: 'accepted' });
  });

  it('an offer is either accepted or withdrawn and never both', async () => {
    const { lina, wangfang } = shop.cast.staff;
    for (let round = 0; round < 5; round += 1) {
      const { id } = await offer('finance', `第 ${round} 次`);
      const tries = await Promise.allSettled([
        shop.get(Handoffs).accept(wangfang, id),
        shop.get(Handoffs).withdraw(lina, id),
      ]);
      const accepted = tries[0].status === 'fulfilled';
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await ticket()).toMatchObject({ department: accepted ? 'finance' : 'support' });
      if (accepted) {
        const back = await shop
          .get(Handoffs)
          .offer(wangfang, number, { department: 'support', note: '还你' });
        await shop.get(Handoffs).accept(lina, back.id);
      }
    }
  });
});
