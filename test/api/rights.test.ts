import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../src/platform/events/index.js';
import { type Member, Members } from '../../src/staff/index.js';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
/** She belongs to pre-sales alone. */
let songqi: Member;
let ticket: string;
let conversation: string;

beforeAll(async () => {
  desk = await ApiDesk.open();
  songqi = await desk.server.get(Members).create(
    {
      email: 'songqi@huiyin.example',
      name: '宋琪',
      role: 'agent',
      departmentIds: [desk.cast.departments.presales],
      password: 'a long enough one',
    },
    SYSTEM,
  );
  await desk.admit(songqi);
  const made = await desk.ticket('chenxiao', '我要退款,订单 20261120000001,10元');
  ticket = made.number;
  conversation = made.conversation as string;
});
afterAll(() => desk.close());

describe('calls without a token', () => {
  it.each([
    'tickets',
    'tickets/T100001',
    'refunds',
    'conversations',
    'customers',
    'staff',
    'departments',
    'types',
  ])('the address %s answers 401 without a token', async (path) => {
    const { status, json } = await desk.as(songqi, path, { headers: { authorization: 'Bearer none' } });
    expect({ status, code: json.code }).toEqual({ status: 401, code: 'unauthenticated' });
  });
});

describe('宋琪 of pre-sales and a ticket of after-sales', () => {
  const reads = (path: string) => desk.as(songqi, path);

  it('a member of another department finds the ticket nowhere', async () => {
    const { customerId } = desk.cast.customers.chenxiao;
    const lists = ['tickets', `tickets?customer=${customerId}`, 'tickets?q=20261120000001', 'conversations'];
    for (const path of [...lists, 'customers', 'refunds'])
      expect({ path, ...(await reads(path)).json }).toEqual({ path, data: [], next: null });
  });

  it.each(['', '/events', '/notes', '/handoffs', '/deliveries', '/refund'])(
    'a member of another department is answered 404 at the ticket’s address followed by "%s"',
    async (what) => {
      expect(await reads(`tickets/${ticket}${what}`)).toMatchObject({
        status: 404,
        json: { code: 'ticket_not_found' },
      });
    },
  );

  it.each([
    ['PUT', 'claim', undefined],
    ['DELETE', 'claim', undefined],
    ['PATCH', '', { priority: 'P0' }],
    ['POST', 'replies', { text: 'hello' }],
    ['POST', 'notes', { text: 'hello' }],
    ['POST', 'handoffs', { department: 'finance', note: 'hello' }],
    ['POST', 'holds', { reason: 'hello' }],
    ['DELETE', 'holds', undefined],
    ['PUT', 'resolution', { note: 'hello' }],
    ['DELETE', 'resolution', {}],
    ['PUT', 'refund', { order: '1', amount: '1', currency: 'CNY', reason: 'hello' }],
  ])('a member of another department is told that %s %s does not exist', async (method, what, body) => {
    const { status, json } = await desk.as(songqi, `tickets/${ticket}/${what}`.replace(/\/$/, ''), {
      method,
      body,
    });
    expect({ status, code: json.code }).toEqual({ status: 404, code: 'ticket_not_found' });
  });

  it('a member of another department neither reads nor answers conversation, customer and delivery', async () => {
    const reply = await desk.post(desk.cast.staff.lina, `tickets/${ticket}/replies`, { text: '您好' });
    const { customerId } = desk.cast.customers.chenxiao;
    const paths = [
      `conversations/${conversation}`,
      `conversations/${conversation}/messages`,
      `customers/${customerId}`,
      `deliveries/${reply.json.deliveryId}`,
    ];
    for (const path of paths)
      expect({ path, status: (await reads(path)).status }).toEqual({ path, status: 404 });
    expect((await desk.put(songqi, `conversations/${conversation}/claim`)).status).toBe(404);
    expect((await desk.put(songqi, `conversations/${conversation}/end`)).status).toBe(404);
    expect((await desk.post(songqi, `conversations/${conversation}/messages`, { text: 'x' })).status).toBe(
      404,
    );
    expect((await desk.post(songqi, `deliveries/${reply.json.deliveryId}/cancel`)).status).toBe(404);
    expect((await desk.patch(songqi, `customers/${customerId}`, { name: 'x' })).status).toBe(404);
    const opened = await desk.post(songqi, 'tickets', {
      subject: 'x',
      type: 'inquiry',
      customer: customerId,
    });
    expect(opened).toMatchObject({
      status: 422,
      json: { fields: { customer: expect.any(String) as string } },
    });
  });
});

describe('finance and a ticket of after-sales', () => {
  it('finance sees a ticket once it is handed over, and still after it went back', async () => {
    const { lina, wangfang } = desk.cast.staff;
    expect((await desk.as(wangfang, `tickets/${ticket}`)).status).toBe(404);
    const offer = await desk.post(lina, `tickets/${ticket}/handoffs`, {
      department: 'finance',
      note: '请看',
    });
    expect((await desk.as(wangfang, `tickets/${ticket}`)).status).toBe(200);
    expect((await desk.as(wangfang, `conversations/${conversation}/messages`)).json.data).not.toEqual([]);
    expect((await desk.put(wangfang, `tickets/${ticket}/claim`)).status).toBe(403);
    const missing = await desk.patch(wangfang, `handoffs/${offer.json.id}`, { state: 'returned' });
    expect(missing).toMatchObject({
      status: 422,
      json: { fields: { reason: expect.any(String) as string } },
    });
    const back = { state: 'returned', reason: '缺少凭证' };
    const returned = await desk.patch(wangfang, `handoffs/${offer.json.id}`, back);
    expect(returned.json).toMatchObject({ state: 'returned', answer: '缺少凭证', answeredBy: '王芳' });
    expect((await desk.as(wangfang, 'tickets')).json.data).toMatchObject([{ number: ticket }]);
    expect((await desk.as(desk.cast.staff.liuyang, `handoffs/${offer.json.id}`)).status).toBe(404);
    const late = await desk.patch(wangfang, `handoffs/${offer.json.id}`, { state: 'accepted' });
    expect(late).toMatchObject({ status: 409, json: { code: 'handoff_answered', state: 'returned' } });
  });

  it('finance closes refund tickets and support does not', async () => {
    const { lina } = desk.cast.staff;
    expect(await desk.put(lina, `tickets/${ticket}/resolution`, { note: '好了' })).toMatchObject({
      status: 403,
      json: { code: 'finance_only' },
    });
  });
});

describe('the staff', () => {
  it('members know their colleagues, and only leads know their addresses', async () => {
    const { lina, zhangmin } = desk.cast.staff;
    const plain = await desk.as(lina, 'staff');
    expect(plain.json.data[0]).toEqual({
      id: lina.id,
      name: '李娜',
      alias: '小娜',
      role: 'agent',
      state: 'active',
      departments: ['support'],
    });
    expect(plain.text).not.toContain('@');
    expect((await desk.as(zhangmin, 'staff')).json.data[0]).toMatchObject({ email: 'lina@huiyin.example' });
  });
});
