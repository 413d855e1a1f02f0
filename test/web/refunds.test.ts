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
    const done = await chenjing.post(
      `/refunds/${id}/approvals`,
      { version: '1' },
      '/refunds?state=requested',
    );
    expect([done.status, done.location]).toEqual([303, '/refunds?state=requested']);
    const { html } = await chenjing.get('/refunds');
    expect(html).toMatch(/aria-current="page">\s*待打款/);
    expect(html).toContain(`/refunds/${id}/payment`);
  });

  it('the list of refunds shows earlier refunds of the same order beside the new one', async () => {
    const first = await requested('xiaohong', '68.50', '20261120123456');
    await bench.server.get(RefundApproval).reject(bench.cast.staff.chenjing, first, '重复');
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

describe('fault 5 and B1: a click decides on what the reader saw', () => {
  it('approving, rejecting and paying from an old page is refused, and the page shows what is there now', async () => {
    const { id, ticketId } = await requested('xiaohong', '68.50', '20261120123456');
    const chenjing = await bench.desk('chenjing');
    await chenjing.get('/refunds?state=requested');
    const [ticket] = await bench.rows<{ number: string }>(
      sql`select 'T' || number number from ticket where id = ${ticketId}`,
    );
    const wish = { order: '20261120123456', amount: '6850', reason: '破损' };
    await bench.server.get(RefundRequests).put(bench.cast.staff.wangfang, ticket!.number, wish);
    for (const [step, fields] of [
      ['approvals', { version: '1' }],
      ['approvals', {}],
      ['rejection', { version: '1', reason: '重复' }],
    ] as const) {
      const late = await chenjing.post(`/refunds/${id}/${step}`, fields, '/refunds?state=requested');
      expect(late.status).toBe(409);
      expect(wordsOf(late.html)).toContain('退款内容刚被改过');
      expect(wordsOf(late.html)).toContain('¥6,850.00');
    }
    const approved = await bench.server
      .get(RefundApproval)
      .approve(bench.cast.staff.chenjing, { id, version: 2 });
    const paid = await chenjing.post(`/refunds/${id}/payment`, { version: '2', voucher: 'PZ-1' });
    expect([paid.status, approved.version]).toEqual([409, 3]);
    expect(await bench.rows(sql`select state from refund where id = ${id}`)).toEqual([{ state: 'approved' }]);
  });

  it('a card that was approved keeps its place in the list, marked and without buttons', async () => {
    const first = await requested('xiaohong', '68.50', '20261120123456');
    const second = await requested('xiaoming', '12.00', '20261120999999');
    const chenjing = await bench.desk('chenjing');
    const { html } = await chenjing.get('/refunds?state=requested');
    const stays = linkIn(html, /data-stays="([^"]+)"/);
    expect(stays).toBe(`requested:${second.id}.${first.id}`);
    await chenjing.post(`/refunds/${second.id}/approvals`, { version: '1' }, '/refunds?state=requested');
    const third = await requested('liqiang', '5.00', '20261120888888');
    const after = (await chenjing.get('/refunds', 'zh-CN', { 'x-stays': stays })).html;
    expect([...after.matchAll(/id="refund-(\d+)"/g)].map(([, id]) => id)).toEqual([second.id, first.id]);
    expect(after).toMatch(new RegExp(`refund-moved" id="refund-${second.id}"`));
    expect(after).not.toMatch(new RegExp(`/refunds/${second.id}/(approvals|rejection|payment)"`));
    expect(after).toContain(`/refunds/${first.id}/approvals"`);
    expect(wordsOf(after)).toContain('有 1 笔新的');
    const opened = (await chenjing.get('/refunds?state=requested')).html;
    expect([...opened.matchAll(/id="refund-(\d+)"/g)].map(([, id]) => id)).toEqual([third.id, first.id]);
  });

  it('an approval is asked about with amount, name and order, and its key acts in the focused card only', async () => {
    await requested('xiaohong', '68.50', '20261120123456');
    const { html } = await (await bench.desk('chenjing')).get('/refunds?state=requested');
    const [sheet] = /<details class="menu refund-approve"[\s\S]*?<\/details>/.exec(html) ?? [''];
    expect(wordsOf(sheet)).toMatch(/¥68\.50 批准给 小红 退款？订单 20261120123456 确认批准/);
    expect(sheet).toMatch(/<summary[^>]*data-hotkey="a" data-hotkey-within=".refund-card"/);
    expect(html.match(/data-hotkey="a"/g)).toHaveLength(1);
  });
});

describe('a withdrawal', () => {
  it('whoever asked for a refund is offered to withdraw it, and not to reject it', async () => {
    const { id } = await requested('xiaohong', '68.50', '20261120123456');
    const wangfang = await bench.desk('wangfang');
    const { html } = await wangfang.get('/refunds?state=requested');
    expect(html).toContain(`/refunds/${id}/withdrawal"`);
    expect(html).not.toContain(`/refunds/${id}/rejection"`);
    const done = await wangfang.post(
      `/refunds/${id}/withdrawal`,
      { version: '1' },
      '/refunds?state=withdrawn',
    );
    expect([done.status, done.location]).toEqual([303, '/refunds?state=withdrawn']);
    expect(wordsOf((await wangfang.get('/refunds?state=withdrawn')).html)).toContain('王芳 撤回');
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
