import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { RefundApproval, RefundRequests } from '../../src/refunds/index.js';
import { Handoffs } from '../../src/tickets/index.js';
import { sumsOf } from '../../src/web/console/refunds/refund-sums.js';
import { linkIn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.rows(sql`update ticket set status = 'closed'`);
  await bench.rows(sql`delete from refund_decision`);
  await bench.rows(sql`delete from refund`);
});

/** 王芳 requests a refund for the customer. */
async function requested(customer: 'xiaohong' | 'xiaoming' | 'liqiang', amount: string, order: string) {
  const { lina, wangfang } = bench.cast.staff;
  await bench.says(customer, `我要退款,订单 ${order},${amount}元`);
  const number = await bench.ticketOf(customer);
  const { id } = await bench.server
    .get(Handoffs)
    .offer(lina, number, { department: 'finance', note: '请退款' });
  await bench.server.get(Handoffs).accept(wangfang, id);
  const wish = { order, amount, currency: 'CNY', reason: '破损' };
  return bench.server.get(RefundRequests).put(wangfang, number, wish);
}

describe('the list of refunds', () => {
  it('the list of refunds shows finance what may be approved, except what the reader requested', async () => {
    await requested('xiaohong', '68.50', '20261120123456');
    await requested('xiaoming', '1200.05', '20261120999999');
    const { html } = await (await bench.desk('chenjing')).get('/refunds');
    expect(wordsOf(html)).toContain('¥1,268.55');
    expect(html.match(/\/approvals"/g)).toHaveLength(2);
    const own = await (await bench.desk('wangfang')).get('/refunds');
    expect(own.html).not.toContain('/approvals"');
    expect(wordsOf(own.html)).toContain('需由其他财务同事');
  });

  it('the list of refunds shows other members the refunds of their own tickets, without buttons', async () => {
    await requested('xiaohong', '68.50', '20261120123456');
    const support = await (await bench.desk('lina')).get('/refunds');
    expect(wordsOf(support.html)).toContain('20261120123456');
    expect(support.html).not.toMatch(/\/(approvals|rejection|payment)"/);
    const technical = await (await bench.desk('liuyang')).get('/refunds');
    expect(wordsOf(technical.html)).not.toContain('20261120123456');
    expect(wordsOf(technical.html)).toContain('没有待批准的退款');
    const admin = await (await bench.desk('wutao')).get('/refunds');
    expect(wordsOf(admin.html)).toContain('20261120123456');
    expect(admin.html).not.toContain('/approvals"');
  });

  it('an approval leads back to the list of refunds, which then opens on what is to be paid', async () => {
    const { id } = await requested('xiaohong', '68.50', '20261120123456');
    const chenjing = await bench.desk('chenjing');
    await chenjing.get('/refunds');
    const done = await chenjing.post(`/refunds/${id}/approvals`, {}, '/refunds?state=requested');
    expect([done.status, done.location]).toEqual([303, '/refunds?state=requested']);
    const { html } = await chenjing.get('/refunds');
    expect(html).toMatch(/aria-current="page">\s*待打款/);
    expect(html).toContain(`/refunds/${id}/payment`);
  });

  it('the list of refunds shows earlier refunds of the same order beside the new one', async () => {
    const first = await requested('xiaohong', '68.50', '20261120123456');
    await bench.server.get(RefundApproval).reject(bench.cast.staff.chenjing, first.id, '重复');
    await bench.rows(sql`update ticket set status = 'closed'`);
    await requested('xiaoming', '68.50', '20261120123456');
    const { html } = await (await bench.desk('chenjing')).get('/refunds');
    expect(html).toMatch(/refund-earlier[\s\S]*已拒绝/);
  });

  it('the list of refunds is paged by key, and refuses a broken cursor', async () => {
    const { ticketId } = await requested('xiaohong', '1.00', '20261120123456');
    await bench.rows(sql`
      insert into refund (ticket_id, order_number, amount, currency, reason, state, requested_by, requested_at)
      select ${ticketId}, 'O-' || n, 1, 'CNY', '批量', 'rejected', ${bench.cast.staff.wangfang.id}, now()
        from generate_series(1, 30) n`);
    const chenjing = await bench.desk('chenjing');
    const first = (await chenjing.get('/refunds?state=rejected')).html;
    expect(first.match(/class="refund-card /g)).toHaveLength(24);
    const second = (await chenjing.get(linkIn(first, /href="([^"]+)" rel="next"/))).html;
    expect(second.match(/class="refund-card /g)).toHaveLength(6);
    expect((await chenjing.get("/refunds?cursor=1'--")).status).toBe(400);
  });
});

describe('a sum', () => {
  it('sums of refunds are exact, one per currency', () => {
    const amounts = ['0.10', '0.20', '999999999999.99'].map((amount) => ({ amount, currency: 'CNY' }));
    expect(sumsOf([...amounts, { amount: '0.05', currency: 'USD' }])).toEqual([
      { currency: 'CNY', amount: '1000000000000.29' },
      { currency: 'USD', amount: '0.05' },
    ]);
  });
});
