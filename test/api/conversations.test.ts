import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
let id: string;
beforeAll(async () => {
  desk = await ApiDesk.open();
});
afterAll(() => desk.close());

describe('王梅 asks something that is not a ticket yet', () => {
  it('a new conversation waits in the list of after-sales with what may still be sent', async () => {
    await desk.says('wangmei', '你们周末上班吗');
    const { json } = await desk.as(desk.cast.staff.lina, 'conversations?state=waiting&assignee=none');
    expect(json).toMatchObject({ next: null });
    expect(json.data).toMatchObject([
      {
        state: 'waiting',
        assignee: null,
        customer: { name: '王梅' },
        identity: { channel: 'shop', externalId: expect.stringMatching(/^oHy1k5wangmei/) as string },
        ledger: { remaining: 5, closesAt: expect.stringMatching(/Z$/) as string },
        tickets: [],
      },
    ]);
    id = json.data[0]!.id;
  });

  it('a conversation is taken by one member, and the other is told by whom', async () => {
    const { lina, zhaolei } = desk.cast.staff;
    expect(await desk.put(lina, `conversations/${id}/claim`)).toMatchObject({
      status: 200,
      json: { state: 'active', assignee: { id: lina.id, name: '李娜' } },
    });
    expect(await desk.put(zhaolei, `conversations/${id}/claim`)).toMatchObject({
      status: 409,
      json: { code: 'already_claimed', holder: { id: lina.id, name: '李娜' } },
    });
    expect((await desk.post(zhaolei, `conversations/${id}/messages`, { text: '在的' })).status).toBe(409);
  });

  it('a conversation is answered under the name that customers know', async () => {
    const { lina } = desk.cast.staff;
    const said = await desk.post(lina, `conversations/${id}/messages`, { text: '周末也在' });
    expect(said).toMatchObject({ status: 201, json: { deliveryId: expect.any(String) as string } });
    await desk.sends();
    const { json } = await desk.as(lina, `conversations/${id}/messages`);
    expect(json.data).toMatchObject([
      { direction: 'in', author: { kind: 'customer', name: '王梅' }, text: '你们周末上班吗', delivery: null },
      { direction: 'out', author: { kind: 'system' }, delivery: { state: 'accepted', purpose: 'waiting' } },
      {
        id: said.json.id,
        direction: 'out',
        author: { kind: 'member', name: '小娜' },
        kind: 'text',
        text: '周末也在',
        file: null,
        delivery: { id: said.json.deliveryId, state: 'accepted', purpose: 'reply' },
      },
    ]);
    expect((await desk.as(lina, `conversations/${id}`)).json).toMatchObject({ ledger: { remaining: 4 } });
  });

  it('a conversation becomes a ticket by hand, with what the text names', async () => {
    const { lina } = desk.cast.staff;
    const body = {
      subject: '询问订单 20261120999999',
      type: 'inquiry',
      conversation: id,
      fields: { channel: '电话' },
    };
    const made = await desk.post(lina, 'tickets', body);
    expect(made).toMatchObject({
      status: 201,
      json: {
        customer: { name: '王梅' },
        conversation: id,
        priority: 'P3',
        fields: { order: '20261120999999', channel: '电话' },
      },
    });
    expect((await desk.as(lina, `conversations/${id}`)).json).toMatchObject({ tickets: [made.json.number] });
    expect((await desk.as(lina, 'tickets?q=20261120999999')).json.data).toMatchObject([made.json]);
  });

  it('a ticket may begin at another department, and the member who opened it is shown what was made', async () => {
    const body = { subject: '要发票', type: 'inquiry', conversation: id, department: 'finance' };
    const made = await desk.post(desk.cast.staff.lina, 'tickets', body);
    expect(made).toMatchObject({ status: 201, json: { department: 'finance' } });
    expect((await desk.as(desk.cast.staff.wangfang, `tickets/${made.json.number}`)).status).toBe(200);
  });

  it('a conversation is given back and ended, and doing so twice is harmless', async () => {
    const { lina } = desk.cast.staff;
    expect((await desk.delete(lina, `conversations/${id}/claim`)).json).toMatchObject({
      state: 'waiting',
      assignee: null,
    });
    expect((await desk.put(lina, `conversations/${id}/end`)).json).toMatchObject({ state: 'ended' });
    expect((await desk.put(lina, `conversations/${id}/end`)).status).toBe(200);
    expect(await desk.put(lina, `conversations/${id}/claim`)).toMatchObject({
      status: 409,
      json: { code: 'conversation_ended' },
    });
    expect((await desk.post(lina, `conversations/${id}/messages`, { text: '喂' })).status).toBe(409);
  });
});

describe('a sixth answer', () => {
  let deliveryId: string;
  it('a sixth answer stays planned, and says that the last send is kept for a status notice', async () => {
    const { number } = await desk.ticket('sunli', '我要投诉,态度很差');
    const { lina } = desk.cast.staff;
    for (const text of ['一', '二', '三', '四', '五'])
      await desk.post(lina, `tickets/${number}/replies`, { text });
    deliveryId = (await desk.post(lina, `tickets/${number}/replies`, { text: '六' })).json.deliveryId;
    await desk.sends();
    const { json } = await desk.as(lina, `deliveries/${deliveryId}`);
    expect(json).toMatchObject({ state: 'planned', reason: 'kept_back', attempts: 0 });
  });

  it('a planned answer can be called back once, and is then not sent', async () => {
    const { lina } = desk.cast.staff;
    expect(await desk.post(lina, `deliveries/${deliveryId}/cancel`)).toMatchObject({
      status: 200,
      json: { state: 'cancelled' },
    });
    expect(await desk.post(lina, `deliveries/${deliveryId}/cancel`)).toMatchObject({
      status: 409,
      json: { code: 'delivery_not_open' },
    });
    expect((await desk.post(lina, `deliveries/${deliveryId}/retry`)).status).toBe(409);
  });

  it('a planned answer is sent when a person decides so', async () => {
    const { number } = await desk.ticket('wuyan', '我要投诉,发货太慢');
    desk.paper.answers.push({ state: 'unknown', reason: 'timeout' });
    const { lina } = desk.cast.staff;
    const said = await desk.post(lina, `tickets/${number}/replies`, { text: '在查' });
    await desk.sends();
    const path = `deliveries/${said.json.deliveryId}`;
    expect((await desk.as(lina, path)).json).toMatchObject({ state: 'unknown', reason: 'timeout' });
    expect((await desk.post(lina, `${path}/retry`)).json).toMatchObject({ state: 'planned', reason: null });
    await desk.sends();
    expect((await desk.as(lina, path)).json).toMatchObject({ state: 'accepted' });
  });
});

describe('a customer', () => {
  it('a customer is corrected by members who know them, and keeps the fields that were left out', async () => {
    const { lina } = desk.cast.staff;
    const { customerId } = desk.cast.customers.sunli;
    const path = `customers/${customerId}`;
    const changed = await desk.patch(lina, path, { tier: 'vip' });
    expect(changed).toMatchObject({ status: 200, json: { name: '孙丽', tier: 'vip', language: 'zh-CN' } });
    expect((await desk.patch(lina, path, { tier: 'gold' })).status).toBe(422);
    expect((await desk.patch(lina, path, { phone: '13800138000' })).status).toBe(422);
    expect((await desk.patch(lina, path, { name: '  ' })).status).toBe(422);
    expect((await desk.as(lina, 'customers?q=%25')).json.data).toEqual([]);
    expect((await desk.as(lina, 'customers?q=孙')).json.data).toEqual([changed.json]);
  });
});
