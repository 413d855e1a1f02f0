import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import {
  RefundApproval,
  RefundPayment,
  RefundRequests,
  Refunds,
  RefundsModule,
} from '../../src/refunds/index.js';
import { Classification, Resolutions } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

const WISH = { order: '20261120123456', amount: '68.50', reason: '商品破损' };

describe('A refund', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(RefundsModule);
  });
  afterAll(() => shop.close());

  const put = (who: Parameters<RefundRequests['put']>[0], number: string, wish: object = {}) =>
    shop.get(RefundRequests).put(who, number, { ...WISH, order: `${WISH.order}-${number}`, ...wish });
  const atFinance = (customer: Parameters<Shop['refundAtFinance']>[0]) =>
    shop.refundAtFinance(customer, '我要退款,订单 20261120123456,68.50元');
  const stageOf = async (number: string) =>
    (await shop.rows(sql`select status, stage from ticket where number = ${number.slice(1)}`))[0];
  const eventsOf = async (number: string) => {
    const rows = await shop.rows<{ name: string }>(sql`
      select e.name from event e join ticket t on t.id = e.subject_id and e.subject_type = 'ticket'
       where t.number = ${number.slice(1)} and e.name ~ '^refund|resolved|closed' order by e.id`);
    return rows.map(({ name }) => name);
  };

  it('a ticket stays open and a refund ticket until its refund is paid or rejected', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const number = await atFinance('wuyan');
    const { id } = await put(wangfang, number);
    const standing = { code: 'refund_standing' };
    await expect(shop.get(Resolutions).resolve(wangfang, number, '好了')).rejects.toMatchObject(standing);
    await expect(
      shop.get(Classification).correct(wangfang, number, { type: 'inquiry' }),
    ).rejects.toMatchObject(standing);
    expect(await stageOf(number)).toMatchObject({ status: 'new' });

    await shop.get(RefundApproval).reject(chenjing, await shop.seen(id), '已过退货期');
    await shop.get(Resolutions).resolve(wangfang, number, '已说明');
    expect(await stageOf(number)).toMatchObject({ status: 'resolved' });
  });

  it('a refund that one member requests and another approves closes its ticket when paid (003-36)', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const number = await atFinance('xiaoming');
    const { id } = await put(wangfang, number);
    expect(await stageOf(number)).toEqual({ status: 'new', stage: 'refund_requested' });

    await shop.get(RefundApproval).approve(chenjing, await shop.seen(id));
    expect(await stageOf(number)).toEqual({ status: 'new', stage: 'refund_approved' });

    await shop.get(RefundPayment).record(wangfang, await shop.seen(id), ' PZ-2026-001 ');
    expect(await stageOf(number)).toEqual({ status: 'closed', stage: 'refunded' });
    expect(await eventsOf(number)).toEqual([
      'refund.requested',
      'refund.approved',
      'refund.paid',
      'ticket.resolved',
      'ticket.closed',
    ]);
    expect(await shop.get(Refunds).byId(wangfang, id)).toMatchObject({
      number,
      amount: '68.50',
      currency: 'CNY',
      state: 'paid',
      requestedBy: { name: '王芳' },
      decidedBy: { name: '陈静' },
      paidBy: { name: '王芳' },
      voucher: 'PZ-2026-001',
      customer: { name: '小明' },
      may: { approve: false, reject: false, pay: false },
    });
  });

  it('the events of a refund hold facts and no reason that a person wrote', async () => {
    const [paid] = await shop.rows<{ data: object }>(sql`select data from event where name = 'refund.paid'`);
    expect(paid?.data).toMatchObject({
      amount: '68.50',
      currency: 'CNY',
      voucher: 'PZ-2026-001',
      order: expect.stringContaining(WISH.order) as string,
    });
    expect(JSON.stringify(paid?.data)).not.toContain(WISH.reason);
  });

  it('a refund cannot be approved by its requester, neither in the service nor in the database', async () => {
    const { wangfang } = shop.cast.staff;
    const { id } = await put(wangfang, await atFinance('xiaohong'));
    await expect(shop.get(RefundApproval).approve(wangfang, await shop.seen(id))).rejects.toMatchObject({
      status: 403,
      code: 'own_request',
    });
    const decide = shop.rows(sql`
      insert into refund_decision (refund_id, approved, decided_by, decided_at)
      values (${id}, true, ${wangfang.id}, ${new Date()})`);
    await expect(decide).rejects.toThrow('another person');
  });

  it('the database refuses to change a decided refund or to pay one that is not approved', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const { id } = await put(wangfang, await atFinance('sunli'));
    const pay = shop.rows(sql`
      insert into refund_payment (refund_id, voucher, recorded_by, paid_at)
      values (${id}, 'PZ-0', ${wangfang.id}, ${new Date()})`);
    await expect(pay).rejects.toThrow('after its approval');
    await shop.get(RefundApproval).approve(chenjing, await shop.seen(id));
    const change = shop.rows(sql`update refund set amount = 6850 where id = ${id}`);
    await expect(change).rejects.toThrow('not changed');
  });

  it('a refund approved by two members at once is approved once, and the other is told who and when', async () => {
    const { lina, wangfang, chenjing } = shop.cast.staff;
    await shop.says('liqiang', '我要退款');
    const number = await shop.ticketOf('liqiang');
    const { id, version } = await put(lina, number);
    await shop.handOver(number);
    const approvals = await Promise.allSettled(
      [wangfang, chenjing].map((member) => shop.get(RefundApproval).approve(member, { id, version })),
    );
    const refusals = approvals.flatMap((one) => (one.status === 'rejected' ? [one.reason as object] : []));
    const { decidedBy } = await shop.get(Refunds).byId(lina, id);
    expect(refusals).toMatchObject([
      { status: 409, code: 'refund_decided', details: { state: 'approved', by: decidedBy } },
    ]);
    const counted = await shop.rows(sql`
      select count(*)::int from event where name = 'refund.approved' and data->>'refundId' = ${id}`);
    expect(counted).toEqual([{ count: 1 }]);
  });

  it('approving a refund twice makes one approval', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const number = await atFinance('wangmei');
    const { id, version } = await put(wangfang, number);
    await shop.get(RefundApproval).approve(chenjing, { id, version });
    expect(await shop.get(RefundApproval).approve(chenjing, { id, version })).toMatchObject({
      state: 'approved',
    });
    expect(await eventsOf(number)).toEqual(['refund.requested', 'refund.approved']);
  });

  it('a refund that changed since the approver saw it is not approved, and the refusal tells what it is now', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const number = await atFinance('zhaojun');
    const { id, version } = await put(wangfang, number);
    await put(wangfang, number, { amount: '6850' });
    await expect(shop.get(RefundApproval).approve(chenjing, { id, version })).rejects.toMatchObject({
      status: 409,
      code: 'refund_changed',
      details: {
        version: version + 1,
        state: 'requested',
        amount: '6850.00',
        currency: 'CNY',
        order: `${WISH.order}-${number}`,
      },
    });
    const seen = await shop.get(Refunds).byId(chenjing, id);
    expect(seen.amount).toBe('6850.00');
    expect(await shop.get(RefundApproval).approve(chenjing, seen)).toMatchObject({
      state: 'approved',
    });
  });

  it('a refund belongs to the member who changed it last, who then cannot approve it', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const number = await atFinance('zhoujie');
    const { id } = await put(wangfang, number);
    await put(chenjing, number, { amount: '70' });
    await expect(shop.get(RefundApproval).approve(chenjing, await shop.seen(id))).rejects.toMatchObject({
      code: 'own_request',
    });
    await shop.get(RefundApproval).approve(wangfang, await shop.seen(id));
    await expect(put(chenjing, number, { amount: '99' })).rejects.toMatchObject({
      status: 409,
      code: 'refund_not_open',
      details: { state: 'approved' },
    });
  });

  it('a rejected refund leaves the ticket open and may be asked for again', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const number = await atFinance('zhengkai');
    const { id } = await put(wangfang, number);
    for (const reason of [' ', 'x'.repeat(401), 'a\0b'])
      await expect(
        shop.get(RefundApproval).reject(chenjing, await shop.seen(id), reason),
      ).rejects.toMatchObject({
        status: 422,
      });
    await shop.get(RefundApproval).reject(chenjing, await shop.seen(id), '超过退款期限');
    expect(await stageOf(number)).toEqual({ status: 'new', stage: 'refund_rejected' });
    expect(await shop.get(Refunds).byId(chenjing, id)).toMatchObject({ rejection: '超过退款期限' });
    await expect(shop.get(RefundPayment).record(chenjing, await shop.seen(id), 'PZ-9')).rejects.toMatchObject(
      {
        code: 'refund_not_open',
      },
    );
    const again = await put(wangfang, number, { amount: '30' });
    expect(again.id).not.toBe(id);
    expect(await stageOf(number)).toEqual({ status: 'new', stage: 'refund_requested' });
  });
});
