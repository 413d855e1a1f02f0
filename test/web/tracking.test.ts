import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Signer } from '../../src/platform/crypto/index.js';
import { sql } from '../../src/platform/database/index.js';
import { RefundApproval, RefundPayment, RefundRequests, type SeenRefund } from '../../src/refunds/index.js';
import { EscalationRun } from '../../src/escalation/index.js';
import { Handoffs, Notes, Pausing, TicketReplies } from '../../src/tickets/index.js';
import { statementsOf, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

const DAY = 86_400_000;
const today = () => Math.floor(Date.now() / DAY);
const sign = (payload: string, purpose = 'tracking') => bench.server.get(Signer).sign(purpose, payload);

/** Asks as the phone of a customer does, without cookies. */
async function visit(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(bench.server.url + path, { headers: { accept: 'text/html', ...headers } });
  const html = await response.text();
  return { status: response.status, headers: response.headers, html, words: wordsOf(html) };
}

async function linkOf(customer: 'xiaohong' | 'xiaoming' | 'emma'): Promise<{ path: string; number: string }> {
  const number = await bench.ticketOf(customer);
  return { number, path: await bench.trackingPath(number) };
}

/** 小红 asks for a refund, 李娜 answers and hands it over, and 王芳 accepts it, with notes for colleagues alone. */
async function refundAtFinance(): Promise<{ path: string; number: string }> {
  const { lina, wangfang } = bench.cast.staff;
  await bench.rows(sql`update ticket set status = 'closed'`);
  await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
  const link = await linkOf('xiaohong');
  await bench.server.get(TicketReplies).reply(lina, link.number, '好的，马上为您处理');
  await bench.server.get(Notes).add(lina, link.number, '此人信用不好');
  const offered = { department: 'finance', note: '内部交接说明' };
  const { id } = await bench.server.get(Handoffs).offer(lina, link.number, offered);
  await bench.server.get(Handoffs).accept(wangfang, id);
  return link;
}

const seenRefundOf = async (number: string) => {
  const [refund] = await bench.rows<SeenRefund>(
    sql`select r.id::text, r.version from refund r join ticket t on t.id = r.ticket_id where t.number = ${number.slice(1)} order by r.id desc`,
  );
  return refund!;
};
const wish = { order: '20261120123456', amount: '68.50', currency: 'CNY', reason: '破损，内部备注' };

describe('the tracking page', () => {
  it('the tracking page says what happens next and what has happened, with aliases and no internal word', async () => {
    const { path, number } = await refundAtFinance();
    await bench.server
      .get(Pausing)
      .hold(bench.cast.staff.wangfang, number, { reason: '等老板签字，别告诉客户' });
    const { status, words, html } = await visit(path);
    expect(status).toBe(200);
    for (const told of [number, '订单 20261120123456', '小娜回复了您', '财务开始处理', '我们收到了您的问题'])
      expect(words).toContain(told);
    for (const inner of ['此人信用不好', '内部交接', '等老板签字', '李娜', '王芳', '马上为您处理', '小红'])
      expect(html).not.toContain(inner);
  });

  it('the tracking page shows the sum and the voucher when a refund is paid', async () => {
    const { path, number } = await refundAtFinance();
    const { wangfang, chenjing } = bench.cast.staff;
    await bench.server.get(RefundRequests).put(wangfang, number, wish);
    expect((await visit(path)).words).toContain('财务正在审核退款');
    await bench.server.get(RefundApproval).approve(chenjing, await seenRefundOf(number));
    expect((await visit(path)).words).toContain('财务正在打款');
    await bench.server.get(RefundPayment).record(wangfang, await seenRefundOf(number), 'PZ-0001');
    const { words } = await visit(path);
    expect(words).toContain('¥68.50');
    expect(words).toContain('PZ-0001');
    expect(words).not.toContain('内部备注');
    expect(words).not.toContain('预计');
  });

  it('the tracking page tells why a refund was declined', async () => {
    const { path, number } = await refundAtFinance();
    await bench.server.get(RefundRequests).put(bench.cast.staff.wangfang, number, wish);
    await bench.server
      .get(RefundApproval)
      .reject(bench.cast.staff.chenjing, await seenRefundOf(number), '已过期限');
    const { words } = await visit(path);
    expect(words).toContain('这笔退款没有通过');
    expect(words).toContain('已过期限');
  });

  it('the tracking page promises a time only while a clock runs for it, and admits when it has passed', async () => {
    const { path, number } = await refundAtFinance();
    expect((await visit(path)).words).toMatch(/预计/);
    await bench.rows(sql`
      update timer set due_at = started_at, next_fire_at = null where metric = 'resolution'
         and ticket_id = (select id from ticket where number = ${number.slice(1)})`);
    const late = (await visit(path)).words;
    expect(late).toContain('比答应的时间晚了');
    expect(late).not.toMatch(/预计/);
  });

  it('the tracking page uses the customer’s language unless the visitor chooses another', async () => {
    await bench.says('emma', 'I want a refund for order 20261115445566');
    const { path } = await linkOf('emma');
    expect((await visit(path, { 'accept-language': 'zh-CN' })).words).toContain('What happens next');
    expect((await visit(`${path}?lang=zh-CN`)).words).toContain('接下来');
  });

  it('the tracking page is not cached, not indexed, and loads nothing from elsewhere', async () => {
    const { path } = await refundAtFinance();
    const { headers, html } = await visit(path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.getSetCookie()).toEqual([]);
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('a view of the tracking page is counted, and costs two statements besides its rate limit', async () => {
    const { path, number } = await refundAtFinance();
    // Statements of the process itself may fall into one of the two, so that the smaller number counts.
    const costs = [await statementsOf(() => visit(path)), await statementsOf(() => visit(path))];
    expect(Math.min(...costs)).toBeLessThanOrEqual(2);
    const views = () =>
      bench.rows<{ views: number }>(sql`
        select v.views from tracking_view v join ticket t on t.id = v.ticket_id where t.number = ${number.slice(1)}`);
    expect(await views()).toEqual([{ views: 2 }]);
    const urged = await fetch(`${bench.server.url}${path}/escalation`, {
      method: 'POST',
      redirect: 'manual',
    });
    expect(urged.status).toBe(303);
    expect((await visit(urged.headers.get('location')!)).words).toContain('已请主管跟进');
    expect(await views()).toEqual([{ views: 2 }]);
    await bench.server.get(EscalationRun).sweep();
    const wutao = await bench.desk('wutao');
    const told = async (language: string) =>
      wordsOf((await wutao.get(`/tickets/${number}/escalations`, language)).html);
    expect(await told('zh-CN')).toMatch(/客户在进度页催办(?! ·)/);
    expect(await told('en')).toContain('Asked for on the tracking page');
    expect(await told('zh-CN')).not.toContain('Asked for');
  });
});

describe('a link that leads nowhere', () => {
  it.each([
    ['made up', () => '1~99999.AAAAAAAAAAAAAAAAAAAAAA'],
    ['cut off', () => sign(`1~${today() + 5}`).slice(0, -1)],
    ['of another ticket', () => sign(`1~${today() + 5}`).replace(/^1/, '2')],
    ['signed for something else', () => sign(`1~${today() + 5}`, 'reset')],
    ['run out', () => sign(`1~${today() - 1}`)],
    ['of a ticket that is not there', () => sign(`99999~${today() + 5}`)],
    ['too long', () => `${'1'.repeat(90)}.${'A'.repeat(22)}`],
    ['no token at all', () => '%27%20or%20true'],
  ])('a link with this fault shows the same friendly page as any other: %s', async (_what, token) => {
    const { status, words, headers } = await visit(`/t/${token()}`);
    expect(status).toBe(404);
    expect(words).toContain('这个链接打不开了');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('fault 33: a revoked link shows and changes nothing, and the next one shows the ticket', async () => {
    const { path, number } = await linkOf('emma');
    const asked = () => bench.rows(sql`select 1 from escalation where kind = 'asked'`);
    const before = await asked();
    const lina = await bench.desk('lina');
    expect((await lina.post(`/tickets/${number}/tracking-link/revocation`)).status).toBe(303);
    const { status, words } = await visit(path);
    expect([status, words]).toEqual([404, expect.stringContaining('这个链接打不开了')]);
    const pressed = await fetch(`${bench.server.url}${path}/escalation`, {
      method: 'POST',
      redirect: 'manual',
    });
    expect([pressed.status, await asked()]).toEqual([404, before]);
    expect((await visit(await bench.trackingPath(number))).words).toContain(number);
  });

  it('tracking links cannot be guessed without end', async () => {
    const answers = await Promise.all(Array.from({ length: 125 }, () => visit('/t/guess.AAAA')));
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    await bench.rows(sql`delete from rate_limit`);
  });
});
