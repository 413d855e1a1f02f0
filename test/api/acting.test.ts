import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
beforeAll(async () => {
  desk = await ApiDesk.open();
});
afterAll(() => desk.close());

describe('a department that a ticket was offered to by mistake', () => {
  it('a department that was offered a ticket by mistake may read it, but not act on it or its customer', async () => {
    const { lina, wangfang } = desk.cast.staff;
    const { customerId } = desk.cast.customers.chenxiao;
    const { number } = await desk.ticket('chenxiao', '我要投诉,商品破损');
    desk.paper.answers.push({ state: 'unknown', reason: 'timeout' });
    const reply = await desk.post(lina, `tickets/${number}/replies`, { text: '您好' });
    await desk.sends();
    const offer = await desk.post(lina, `tickets/${number}/handoffs`, {
      department: 'finance',
      note: '误点',
    });
    await desk.patch(lina, `handoffs/${offer.json.id}`, { state: 'withdrawn' });
    const delivery = `deliveries/${reply.json.deliveryId}`;
    for (const path of [`tickets/${number}`, delivery, `customers/${customerId}`])
      expect({ path, status: (await desk.as(wangfang, path)).status }).toEqual({ path, status: 200 });
    for (const act of ['cancel', 'retry', 'call'])
      expect(await desk.post(wangfang, `${delivery}/${act}`)).toMatchObject({
        status: 403,
        json: { code: 'not_your_delivery' },
      });
    expect((await desk.post(wangfang, `${delivery}/settlement`, { arrived: true })).status).toBe(403);
    expect((await desk.post(wangfang, `${delivery}/call-results`, { reached: true })).status).toBe(403);
    expect(await desk.patch(wangfang, `customers/${customerId}`, { tier: 'vip' })).toMatchObject({
      status: 403,
      json: { code: 'not_your_customer' },
    });
    expect(await desk.post(wangfang, `tickets/${number}/escalations`, { why: '急' })).toMatchObject({
      status: 403,
    });
    expect((await desk.post(lina, `${delivery}/settlement`, { arrived: true })).status).toBe(200);
    expect((await desk.patch(lina, `customers/${customerId}`, { tier: 'member' })).status).toBe(200);
  });
});

describe('fault 26: a chat whose holder is away, moved or ill', () => {
  const heldBy = async (who: 'lina' | 'zhaolei', customer: 'zhaojun' | 'liqiang' | 'zhengkai') => {
    const { number } = await desk.ticket(customer, '我要投诉,商品破损');
    const holder = desk.cast.staff[who];
    const [talk] = (await desk.as(holder, 'conversations?state=waiting')).json.data;
    await desk.put(holder, `conversations/${talk!.id}/claim`);
    return { number, path: `conversations/${talk!.id}` };
  };
  const bellOf = (memberId: string) =>
    desk.rows<{ reason: string | null; takenFrom: string }>(sql`
      select data ->> 'reason' as reason, data ->> 'takenFrom' as taken_from from event
       where name = 'conversation.taken_over' and actor_id = ${memberId} order by id desc limit 1`);

  it('the lead frees the chat of an ill colleague, and another agent takes and answers it', async () => {
    const { zhaolei, zhangmin } = desk.cast.staff;
    const { path } = await heldBy('lina', 'zhaojun');
    expect((await desk.put(zhaolei, `${path}/claim`)).status).toBe(409);
    expect((await desk.post(zhaolei, `${path}/messages`, { text: '您好' })).status).toBe(409);
    expect((await desk.delete(zhangmin, `${path}/claim`, { reason: '病假' })).json).toMatchObject({
      state: 'waiting',
      assignee: null,
    });
    expect((await desk.post(zhaolei, `${path}/messages`, { text: '您好' })).status).toBe(201);
    expect((await desk.as(zhaolei, path)).json).toMatchObject({ assignee: { id: zhaolei.id } });
  });

  it('the lead of a department frees the chat that a colleague holds who works elsewhere now', async () => {
    const { lina, zhangmin } = desk.cast.staff;
    const { support, technical } = desk.cast.departments;
    const { path } = await heldBy('lina', 'liqiang');
    const moves = (to: string) =>
      desk.rows(sql`update membership set department_id = ${to} where member_id = ${lina.id}`);
    await moves(technical);
    expect((await desk.delete(zhangmin, `${path}/claim`)).json).toMatchObject({ state: 'waiting' });
    await moves(support);
  });

  it('who answers through the ticket takes the chat over expressly, and its holder is told why', async () => {
    const { lina, zhaolei } = desk.cast.staff;
    const { number, path } = await heldBy('lina', 'zhengkai');
    await desk.put(zhaolei, `tickets/${number}/claim`);
    const answer = (more: object) =>
      desk.post(zhaolei, `tickets/${number}/replies`, { text: '我来处理', ...more });
    expect(await answer({})).toMatchObject({ status: 409, json: { holder: { id: lina.id } } });
    expect((await answer({ takeOver: true, reason: '她在休假' })).status).toBe(201);
    expect(await bellOf(zhaolei.id)).toEqual([{ reason: '她在休假', takenFrom: lina.id }]);
    expect((await desk.as(zhaolei, path)).json).toMatchObject({ assignee: { id: zhaolei.id } });
  });
});

describe('taking over by way of the API', () => {
  it('a colleague’s ticket is taken only with takeOver, and given back by the lead with a reason', async () => {
    const { lina, zhaolei, zhangmin } = desk.cast.staff;
    const { number } = await desk.ticket('xiaoming', '我要投诉,商品破损');
    const claim = `tickets/${number}/claim`;
    await desk.put(lina, claim);
    expect(await desk.put(zhaolei, claim)).toMatchObject({
      status: 409,
      json: { code: 'already_claimed', holder: { id: lina.id, name: '李娜' } },
    });
    expect((await desk.delete(zhaolei, claim)).status).toBe(409);
    expect(await desk.put(zhaolei, claim, { takeOver: true, reason: '她下班了' })).toMatchObject({
      status: 200,
      json: { assignee: { id: zhaolei.id } },
    });
    expect((await desk.patch(lina, `tickets/${number}`, { assignee: lina.id })).status).toBe(409);
    expect((await desk.delete(zhangmin, claim, { reason: '休假' })).json).toMatchObject({ assignee: null });
    const events = (await desk.as(lina, `tickets/${number}/events`)).json.data;
    expect(events.map(({ name }) => name).filter((name) => /taken|released/.test(name))).toEqual([
      'ticket.taken_over',
      'ticket.released',
    ]);
  });

  it('only the lead may take over, give back or end a colleague’s conversation', async () => {
    const { lina, zhaolei, zhangmin } = desk.cast.staff;
    await desk.says('wangmei', '在吗');
    const [talk] = (await desk.as(lina, 'conversations?state=waiting')).json.data;
    const path = `conversations/${talk!.id}`;
    await desk.put(lina, `${path}/claim`);
    const theirs = { status: 409, json: { code: 'already_claimed', holder: { name: '李娜' } } };
    expect(await desk.put(zhaolei, `${path}/claim`, { takeOver: true })).toMatchObject(theirs);
    expect(await desk.delete(zhaolei, `${path}/claim`)).toMatchObject(theirs);
    expect(await desk.put(zhaolei, `${path}/end`)).toMatchObject(theirs);
    expect(await desk.put(zhangmin, `${path}/claim`, { takeOver: true, reason: '病假' })).toMatchObject({
      status: 200,
      json: { assignee: { name: '张敏' } },
    });
    expect(await desk.put(lina, `${path}/claim`)).toMatchObject({ status: 409 });
    expect((await desk.delete(zhangmin, `${path}/claim`)).json).toMatchObject({ state: 'waiting' });
    await desk.put(lina, `${path}/claim`);
    expect((await desk.put(zhangmin, `${path}/end`, { reason: '已电话解决' })).json).toMatchObject({
      state: 'ended',
    });
  });

  it('a reply through the ticket asks before it bypasses the colleague who talks with the customer', async () => {
    const { lina, zhaolei } = desk.cast.staff;
    const { number } = await desk.ticket('sunli', '我要投诉,态度很差');
    await desk.put(lina, `tickets/${number}/claim`);
    expect(await desk.post(zhaolei, `tickets/${number}/replies`, { text: '您好' })).toMatchObject({
      status: 409,
      json: { code: 'already_claimed', holder: { name: '李娜' } },
    });
    await desk.put(zhaolei, `tickets/${number}/claim`, { takeOver: true });
    const words = { text: '您好', takeOver: true };
    expect((await desk.post(zhaolei, `tickets/${number}/replies`, words)).status).toBe(201);
  });
});
