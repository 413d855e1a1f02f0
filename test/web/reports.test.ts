import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { RefundApproval, RefundPayment, RefundRequests } from '../../src/refunds/index.js';
import { weekOf, WeekReport } from '../../src/reports/index.js';
import { Handoffs, TicketReplies } from '../../src/tickets/index.js';
import { linkIn, Workbench, wordsOf } from './workbench.js';

const SHANGHAI = 'Asia/Shanghai';
/** An hour before this is of the same week. */
const MIDST_OF_A_WEEK = new Date('2031-03-12T12:00:00+08:00');

describe('a week', () => {
  it('a week of reports begins on Monday at midnight in the shop’s time zone', () => {
    const week = weekOf(undefined, new Date('2026-11-22T15:59:59Z'), SHANGHAI);
    expect(week.monday).toBe('2026-11-16');
    expect(week.since.toISOString()).toBe('2026-11-15T16:00:00.000Z');
    expect(week.until.toISOString()).toBe('2026-11-22T16:00:00.000Z');
    expect(weekOf(undefined, new Date('2026-11-22T16:00:00Z'), SHANGHAI).monday).toBe('2026-11-23');
  });

  it('a future or missing date shows the present week, and an earlier week leads on to the next', () => {
    const now = new Date('2026-11-20T06:00:00Z');
    expect(weekOf('2027-01-01', now, SHANGHAI).monday).toBe('2026-11-16');
    expect(weekOf("'; drop", now, SHANGHAI)).toMatchObject({ monday: '2026-11-16', after: null });
    expect(weekOf('2026-11-11', now, SHANGHAI)).toMatchObject({ monday: '2026-11-09', after: '2026-11-16' });
  });
});

describe('the report', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await Workbench.open();
    await bench.server.get(Clock).moveTo(MIDST_OF_A_WEEK);
    await happen();
  });
  afterAll(() => bench.close());

  /** 小明's account is stolen and answered late; 小红's refund is paid by finance. */
  async function happen(): Promise<void> {
    const { lina, wangfang, chenjing } = bench.cast.staff;
    await bench.says('xiaoming', '我的账号被盗了,有人在异地登录');
    await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
    const stolen = await bench.ticketOf('xiaoming');
    await bench.rows(sql`
      update timer set started_at = started_at - interval '1 hour', running_since = running_since - interval '1 hour',
             due_at = due_at - interval '1 hour', warn_at = warn_at - interval '1 hour', next_fire_at = now()
       where metric = 'first_response' and ticket_id = (select id from ticket where number = ${stolen.slice(1)})`);
    await bench.server.get(TicketReplies).reply(lina, stolen, '先不要操作');
    const refund = await bench.ticketOf('xiaohong');
    await bench.server.get(TicketReplies).reply(lina, refund, '马上');
    const { id } = await bench.server
      .get(Handoffs)
      .offer(lina, refund, { department: 'finance', note: '请退款' });
    await bench.server.get(Handoffs).accept(wangfang, id);
    const wish = { order: '20261120123456', amount: '68.50', currency: 'CNY', reason: '破损' };
    const asked = await bench.server.get(RefundRequests).put(wangfang, refund, wish);
    const approved = await bench.server.get(RefundApproval).approve(chenjing, asked);
    await bench.server.get(RefundPayment).record(wangfang, approved, 'PZ-1');
  }

  const rows = (departmentIds: string[] | 'all') =>
    bench.server
      .get(WeekReport)
      .rows({ departmentIds }, weekOf(undefined, bench.server.get(Clock).now(), SHANGHAI));

  it('the report counts by department and priority, and a target that was met late as breached', async () => {
    const found = await rows('all');
    expect(found.map(({ department, priority }) => [department, priority])).toEqual([
      ['support', 'P0'],
      ['finance', 'P2'],
    ]);
    expect(found[0]).toMatchObject({
      opened: 1,
      resolved: 0,
      openNow: 1,
      responseMet: 0,
      responseBreached: 1,
    });
    expect(found[1]).toMatchObject({
      opened: 1,
      resolved: 1,
      openNow: 0,
      responseMet: 1,
      resolutionMet: 1,
      paid: [{ currency: 'CNY', amount: '68.50' }],
    });
  });

  it('the report shows members only their own departments, and administrators all', async () => {
    expect((await rows([bench.cast.departments.technical])).length).toBe(0);
    const lina = wordsOf((await (await bench.desk('lina')).get('/reports')).html);
    expect(lina).not.toContain('¥68.50');
    const technical = wordsOf((await (await bench.desk('liuyang')).get('/reports')).html);
    expect(technical).toContain('这一周没有工单');
    const { html } = await (await bench.desk('wutao')).get('/reports');
    expect(wordsOf(html)).toContain('¥68.50');
  });

  it('the report leads to the tickets behind a number', async () => {
    const wutao = await bench.desk('wutao');
    const { html } = await wutao.get('/reports');
    const link = linkIn(html, /href="(\/tickets\?[^"]*department[^"]*)"/);
    const queue = await wutao.get(link);
    expect(queue.html).toContain(await bench.ticketOf('xiaoming'));
    expect(queue.html).not.toContain(await bench.ticketOf('xiaohong'));
  });
});
