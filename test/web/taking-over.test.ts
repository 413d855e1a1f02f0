import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { type Desk, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let lina: Desk;
let zhaolei: Desk;
let zhangmin: Desk;
let wangfang: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  [lina, zhaolei, zhangmin, wangfang] = [
    await bench.desk('lina'),
    await bench.desk('zhaolei'),
    await bench.desk('zhangmin'),
    await bench.desk('wangfang'),
  ];
});
afterAll(() => bench.close());

const unseen = (html: string) => Number(/data-bell-target="count"\s*>\s*(\d+)/.exec(html)?.[1] ?? '0');
/** Returns what the bell says, newest first, and marks it as read. */
const bellOf = async (desk: Desk) => {
  const { html } = await desk.get('/alerts/recent');
  await desk.post('/alerts/seen', { upTo: /data-up-to="(\d+)"/.exec(html)?.[1] ?? '' });
  return wordsOf(html);
};

describe('a ticket that a colleague takes over', () => {
  it('a ticket taken over from a colleague is announced to that colleague and noted in its story', async () => {
    await bench.says('xiaoming', '我要投诉,商品破损');
    const number = await bench.ticketOf('xiaoming');
    await lina.post(`/tickets/${number}/claim`);
    const { html } = await zhaolei.get(`/tickets/${number}`);
    expect(html).toContain('data-testid="take-over"');
    expect(wordsOf(html)).toContain('现由 李娜 负责');
    expect(html).not.toMatch(/data-testid="(assign|release|release-other)"/);
    expect((await zhaolei.post(`/tickets/${number}/claim`)).status).toBe(409);
    const form = { takeOver: 'yes', reason: '她下班了' };
    expect((await zhaolei.post(`/tickets/${number}/claim`, form)).status).toBe(303);
    expect(unseen((await lina.get('/inbox')).html)).toBe(1);
    const bell = await bellOf(lina);
    for (const words of ['赵磊 接手了您负责的', number, '她下班了']) expect(bell).toContain(words);
    expect(unseen((await lina.get('/inbox')).html)).toBe(0);
    const story = wordsOf((await lina.get(`/tickets/${number}`)).html);
    for (const words of ['从 李娜 处接手', '她下班了']) expect(story).toContain(words);
  });

  it('a ticket that the lead gives to another member is announced to both members', async () => {
    const number = await bench.ticketOf('xiaoming');
    const { id } = bench.cast.staff.lina;
    expect((await zhangmin.post(`/tickets/${number}/assignment`, { assignee: id })).status).toBe(303);
    expect(await bellOf(zhaolei)).toContain('张敏 接手了您负责的');
    expect(await bellOf(lina)).toContain('张敏 指派给您');
    const { html } = await zhangmin.get(`/tickets/${number}`);
    expect(html).toContain('data-testid="release-other"');
    await zhangmin.post(`/tickets/${number}/release`, { reason: '休假' });
    expect(await bellOf(lina)).toContain('张敏 替您放回了');
  });
});

describe('a conversation that a colleague has', () => {
  it('a lead can take over, give back and end a colleague’s conversation, and the colleague is told', async () => {
    await bench.says('wangmei', '在吗');
    const talk = await bench.talkOf('wangmei');
    await lina.post(`/inbox/${talk}/claim`);
    const agent = (await zhaolei.get(`/inbox/${talk}`)).html;
    expect(agent).not.toMatch(/data-testid="(take-over|release|end)-conversation"/);
    expect(agent).toContain('data-testid="make-ticket"');
    expect((await zhaolei.post(`/inbox/${talk}/end`)).status).toBe(409);
    const lead = (await zhangmin.get(`/inbox/${talk}`)).html;
    expect(lead).toMatch(/data-testid="take-over-conversation"[\s\S]*data-testid="release-other"/);
    expect(lead).toContain('仍要结束吗？会通知 李娜');
    await zhangmin.post(`/inbox/${talk}/claim`, { takeOver: 'yes', reason: '病假' });
    expect(await bellOf(lina)).toMatch(/张敏 接手了您负责的.*王梅.*病假/);
    expect((await lina.get('/alerts')).html).toContain(`href="/inbox/${talk}"`);
    await zhangmin.post(`/inbox/${talk}/release`);
    await lina.post(`/inbox/${talk}/claim`);
    await zhangmin.post(`/inbox/${talk}/end`);
    expect(await bellOf(lina)).toContain('张敏 结束了您的对话');
    const [row] = await bench.rows(sql`select state from conversation where id = ${talk}`);
    expect(row).toEqual({ state: 'ended' });
  });

  it('a reply from the page of a ticket takes over a colleague’s conversation only on request', async () => {
    await bench.says('sunli', '我要退款');
    const number = await bench.ticketOf('sunli');
    await lina.post(`/tickets/${number}/claim`);
    await lina.post(`/tickets/${number}/handoffs`, { department: 'finance', note: '请退款' });
    const offered = (await wangfang.get(`/tickets/${number}`)).html;
    expect(offered).toContain('data-testid="no-reply"');
    expect(offered).not.toContain('data-testid="composer"');
    const accept = /action="(\/tickets\/T\d+\/handoffs\/\d+\/acceptance)"/.exec(offered)![1]!;
    await wangfang.post(accept);
    const { html } = await wangfang.get(`/tickets/${number}`);
    expect(wordsOf(html)).toContain('李娜 正在与客户对话');
    expect(html).toContain('data-testid="take-over-talk"');
    const words = { as: 'reply', text: '请发凭证' };
    const refused = await wangfang.post(`/tickets/${number}/words`, words);
    expect([refused.status, refused.html.includes('请发凭证')]).toEqual([409, true]);
    const said = await wangfang.post(`/tickets/${number}/words`, { ...words, takeOver: 'yes' });
    expect(said.status).toBe(303);
    expect(await bellOf(lina)).toMatch(/王芳 接手了您负责的.*孙丽/);
  });
});

describe('a member who may only read a customer', () => {
  it('a member who may only read a customer gets neither the telephone number nor a code', async () => {
    await bench.says('chenxiao', '我要投诉,商品破损');
    const number = await bench.ticketOf('chenxiao');
    const { customerId } = bench.cast.customers.chenxiao;
    await lina.post(`/tickets/${number}/handoffs`, { department: 'finance', note: '误点' });
    const { html } = await wangfang.get(`/tickets/${number}`);
    expect(html).not.toMatch(/\/customers\/\d+\/(phone|scene)/);
    expect((await wangfang.post(`/customers/${customerId}/phone`)).status).toBe(403);
    expect((await wangfang.post(`/customers/${customerId}/scene`, { ticket: number })).status).toBe(403);
    expect((await lina.get(`/tickets/${number}`)).html).toMatch(/\/customers\/\d+\/phone/);
    expect((await lina.post(`/customers/${customerId}/phone`)).status).toBe(201);
  });
});
