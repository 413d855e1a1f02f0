import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { type Desk, linkIn, railCount, statementsOf, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let lina: Desk;
let wangfang: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  [lina, wangfang] = await Promise.all([bench.desk('lina'), bench.desk('wangfang')]);
});
afterAll(() => bench.close());

const numbersOn = (html: string) =>
  [...html.matchAll(/class="ticket-number">(T\d+)/g)].map(([, number]) => number);

describe('an empty queue', () => {
  it('an empty queue says in both languages what will appear, on every tab', async () => {
    for (const tab of ['mine', 'unassigned', 'department', 'offered', 'all', 'done']) {
      const chinese = await lina.get(`/tickets?tab=${tab}`);
      const english = await lina.get(`/tickets?tab=${tab}`, 'en');
      expect(chinese.html).toContain('class="empty"');
      expect([chinese.status, english.status]).toEqual([200, 200]);
      expect(wordsOf(english.html)).not.toMatch(/\bqueue\.[a-z_.]+/);
      expect(wordsOf(english.html).replace('中文', '')).not.toMatch(/工单|筛选/);
    }
  });
});

describe('the queue', () => {
  beforeAll(async () => {
    await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
    await bench.says('chenxiao', '我要投诉,商品破损');
    await bench.says('xiaoming', '我的账号被盗了,有人在异地登录');
  });

  it('the queue shows what is due next first, with its clock and where it stands', async () => {
    const { html } = await lina.get('/tickets');
    const [emergency, complaint, refund] = await Promise.all(
      (['xiaoming', 'chenxiao', 'xiaohong'] as const).map((customer) => bench.ticketOf(customer)),
    );
    expect(numbersOn(html)[0]).toBe(emergency);
    expect(numbersOn(html)).toEqual(expect.arrayContaining([complaint, refund]));
    expect(html).toMatch(/ticket-row-p0[\s\S]*?data-controller="clock"/);
    expect(wordsOf(html)).toContain('售后 · 新建');
  });

  it('the queue counts unassigned tickets in the navigation and on the tab', async () => {
    const { html } = await lina.get('/tickets');
    expect(railCount(html, 'tickets')).toBe(3);
    expect(html).toMatch(/无人负责<span class="tab-count">3</);
  });

  it('the queue says which ticket is offered to whom, and shows it to them', async () => {
    const number = await bench.ticketOf('xiaohong');
    expect(numbersOn((await wangfang.get('/tickets?tab=all')).html)).toEqual([]);
    await lina.post(`/tickets/${number}/handoffs`, { department: 'finance', note: '请退款' });
    expect(wordsOf((await lina.get('/tickets')).html)).toContain('已移交财务，待接收');
    const offered = await wangfang.get('/tickets?tab=offered');
    expect(numbersOn(offered.html)).toEqual([number]);
    expect(offered.html).toMatch(/待接收<span class="tab-count">1</);
    expect(numbersOn((await lina.get('/tickets?tab=offered')).html)).toEqual([]);
  });

  it('the queue is filtered and searched by its address', async () => {
    const complaint = await bench.ticketOf('chenxiao');
    expect(numbersOn((await lina.get('/tickets?type=complaint')).html)).toEqual([complaint]);
    expect(numbersOn((await lina.get('/tickets?q=破损')).html)).toEqual([complaint]);
    expect(numbersOn((await lina.get('/tickets?priority=P0')).html)).toEqual([
      await bench.ticketOf('xiaoming'),
    ]);
    const none = await lina.get('/tickets?type=inquiry');
    expect(wordsOf(none.html)).toContain('没有符合条件的工单');
    expect((await lina.get('/tickets?tab=nonsense&priority=P9&sort=sideways')).status).toBe(200);
  });

  it('the queue goes on over pages without showing any ticket twice', async () => {
    await bench.rows(sql`
      insert into ticket (subject, type, priority, department_id, customer_id, opened_at, updated_at)
      select 'Old one ' || n, 'inquiry', 'P3', department_id, customer_id, opened_at, updated_at
        from (select * from ticket order by id limit 1) t, generate_series(1, 60) n`);
    for (const sort of ['due', 'newest']) {
      const first = await lina.get(`/tickets?sort=${sort}`);
      const older = linkIn(first.html, /href="([^"]+)" rel="next"/);
      const both = [...numbersOn(first.html), ...numbersOn((await lina.get(older)).html)];
      expect([both.length, new Set(both).size]).toEqual([63, 63]);
    }
  });

  it('the queue asks the database at most eight times', async () => {
    expect(await statementsOf(() => lina.get('/tickets'))).toBeLessThanOrEqual(8);
  });
});
