import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotificationsModule } from '../../src/notifications/index.js';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
beforeAll(async () => {
  desk = await ApiDesk.open(NotificationsModule);
});
afterAll(() => desk.close());

describe('小明 wants his money back, over the API', () => {
  let ticket: string;
  let handoff: string;
  let refund: string;

  it('the message becomes a ticket with its order and its amount, and a running timer', async () => {
    const { lina } = desk.cast.staff;
    const receipt = await desk.says('xiaoming', '我要退款,订单 20261120123456,68.50元');
    const { status, json } = await desk.as(lina, 'tickets?status=new&type=refund');
    expect(status).toBe(200);
    expect(json).toMatchObject({ next: null });
    expect(json.data).toHaveLength(1);
    ticket = json.data[0]!.number;
    expect(ticket).toMatch(/^T\d{6}$/);
    expect(receipt).toContain(ticket);
    expect(json.data[0]).toMatchObject({
      type: 'refund',
      status: 'new',
      stage: 'received',
      department: 'support',
      assignee: null,
      customer: { id: desk.cast.customers.xiaoming.customerId, name: '小明' },
      fields: { order: '20261120123456', amount: '68.50' },
      refund: null,
      handoff: null,
    });
    const [first] = json.data[0]!.timers.filter(({ metric }) => metric === 'first_response');
    expect(first).toMatchObject({ department: 'support', state: 'running', breachedAt: null });
    expect(first!.dueAt).toMatch(/^\d{4}-.*Z$/);
  });

  it('a ticket is found by any spelling of its number', async () => {
    for (const spelling of [ticket, ticket.toLowerCase(), ticket.slice(1)]) {
      const { json } = await desk.as(desk.cast.staff.lina, `tickets/${spelling}`);
      expect(json).toMatchObject({ number: ticket });
    }
  });

  it('the API gives reasons in the language of the caller', async () => {
    const { lina } = desk.cast.staff;
    const english = await desk.as(lina, `tickets/${ticket}`, { headers: { 'accept-language': 'en' } });
    const chinese = await desk.as(lina, `tickets/${ticket}`, { headers: { 'accept-language': 'zh-CN' } });
    expect(english.json.reason).toMatch(/^[\x20-\x7e]+$/);
    expect(chinese.json.reason).toMatch(/\p{Script=Han}/u);
  });

  it('a ticket is claimed by one of two, and the other is told by whom', async () => {
    const { lina, zhaolei } = desk.cast.staff;
    const answers = await Promise.all([lina, zhaolei].map((one) => desk.put(one, `tickets/${ticket}/claim`)));
    const won = answers.findIndex(({ status }) => status === 200);
    const [winner, loser] = won === 0 ? [lina, zhaolei] : [zhaolei, lina];
    const refused = answers[1 - won]!;
    expect(refused.status).toBe(409);
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused.json).toMatchObject({
      code: 'already_claimed',
      holder: { id: winner.id, name: winner.name },
    });
    expect(refused.json.claimedAt).toMatch(/Z$/);
    expect((await desk.put(winner, `tickets/${ticket}/claim`)).json).toMatchObject({
      assignee: { id: winner.id },
    });
    await desk.patch(loser, `tickets/${ticket}`, { assignee: lina.id });
  });

  it('an answer to the customer is sent and arrives', async () => {
    const { lina } = desk.cast.staff;
    const { status, json } = await desk.post(lina, `tickets/${ticket}/replies`, { text: '您好,马上处理' });
    expect(status).toBe(201);
    await desk.sends();
    expect(desk.paper.sent.at(-1)).toMatchObject({ text: '您好,马上处理' });
    const { json: deliveries } = await desk.as(lina, `tickets/${ticket}/deliveries`);
    expect(deliveries.data[0]).toMatchObject({
      id: json.deliveryId,
      messageId: json.id,
      purpose: 'reply',
      state: 'accepted',
      route: 'customer_message',
      reason: null,
      attempts: 1,
    });
    const { json: after } = await desk.as(lina, `tickets/${ticket}`);
    expect(after).toMatchObject({ status: 'open', stage: 'in_progress' });
  });

  it('the ticket goes to finance with a note, and finance accepts', async () => {
    const { lina, wangfang } = desk.cast.staff;
    const offer = { department: 'finance', note: '请核对订单后退款' };
    const offered = await desk.post(lina, `tickets/${ticket}/handoffs`, offer);
    expect(offered.status).toBe(201);
    expect(offered.json).toMatchObject({
      from: 'support',
      to: 'finance',
      state: 'offered',
      note: offer.note,
    });
    handoff = offered.json.id;
    const seen = await desk.as(wangfang, `tickets/${ticket}`);
    expect(seen.json).toMatchObject({
      department: 'support',
      handoff: { id: handoff, from: 'support', to: 'finance', state: 'offered' },
    });
    const accepted = await desk.patch(wangfang, `handoffs/${handoff}`, { state: 'accepted' });
    expect(accepted).toMatchObject({ status: 200, json: { id: handoff, state: 'accepted' } });
    const { json } = await desk.as(wangfang, `tickets/${ticket}`);
    expect(json).toMatchObject({ department: 'finance', assignee: { name: '王芳' }, handoff: null });
    expect((await desk.as(lina, `tickets/${ticket}/handoffs`)).json.data).toMatchObject([{ id: handoff }]);
  });

  it('a clerk asks for the refund and may not approve it', async () => {
    const { wangfang } = desk.cast.staff;
    const wish = { order: '20261120123456', amount: '68.5', currency: 'CNY', reason: '质量问题' };
    const asked = await desk.put(wangfang, `tickets/${ticket}/refund`, wish);
    expect(asked.status).toBe(200);
    expect(asked.json).toMatchObject({ ...wish, amount: '68.50', state: 'requested', ticket });
    refund = asked.json.id;
    expect(await desk.post(wangfang, `refunds/${refund}/approvals`, { version: 1 })).toMatchObject({
      status: 403,
      json: { code: 'own_request' },
    });
    expect((await desk.as(wangfang, `tickets/${ticket}/refund`)).json).toEqual(asked.json);
  });

  it('support may not approve the refund, and nobody may pay it before it is approved', async () => {
    const { lina, wangfang } = desk.cast.staff;
    expect((await desk.post(lina, `refunds/${refund}/approvals`, { version: 1 })).status).toBe(403);
    expect(
      (await desk.put(wangfang, `refunds/${refund}/payment`, { version: 1, voucher: 'V1' })).status,
    ).toBe(409);
  });

  it('the refund is approved by another, paid once, and closes the ticket', async () => {
    const { wangfang, chenjing } = desk.cast.staff;
    const approved = await desk.post(chenjing, `refunds/${refund}/approvals`, { version: 1 });
    expect(approved).toMatchObject({
      status: 201,
      json: { state: 'approved', decidedBy: { name: '陈静' } },
    });
    const payment = `refunds/${refund}/payment`;
    const paid = await desk.put(wangfang, payment, { version: 2, voucher: 'FK-2026-0001' });
    expect(paid).toMatchObject({ status: 200, json: { state: 'paid', voucher: 'FK-2026-0001' } });
    expect((await desk.put(wangfang, payment, { version: 2, voucher: 'FK-2026-0001' })).status).toBe(200);
    expect(await desk.put(wangfang, payment, { version: 3, voucher: 'FK-2026-0002' })).toMatchObject({
      status: 409,
      json: { code: 'already_paid' },
    });
    const { json } = await desk.as(wangfang, `tickets/${ticket}`);
    expect(json).toMatchObject({
      status: 'closed',
      stage: 'refunded',
      refund: { id: refund, state: 'paid', amount: '68.50' },
    });
    expect((await desk.as(chenjing, 'refunds?state=paid')).json.data).toMatchObject([{ id: refund, ticket }]);
  });

  it('the customer is told at each public step, and when he asks', async () => {
    await desk.sends();
    const told = desk.paper.sent.map(({ text }) => text).filter((text) => text.includes(ticket));
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told.at(-1)).toContain('68.50');
    const answer = await desk.says('xiaoming', '进度');
    expect(answer).toContain(ticket);
    expect(answer).toMatch(/https:\/\/help\.localhost\/t\/[\w.~-]+/);
  });

  it('the ticket has one history, in order, with names', async () => {
    const { json } = await desk.as(desk.cast.staff.lina, `tickets/${ticket}/events`);
    const names = json.data.map(({ name }) => name);
    const steps = [
      'ticket.opened',
      'ticket.claimed',
      'ticket.replied',
      'ticket.handed_off',
      'ticket.handoff_accepted',
      'refund.requested',
      'refund.approved',
      'refund.paid',
      'ticket.closed',
    ];
    expect(names.filter((name) => steps.includes(name))).toEqual(steps);
    const handedOff = json.data[names.indexOf('ticket.handed_off')];
    expect(handedOff).toMatchObject({ actor: { kind: 'member', name: '李娜' } });
  });
});
