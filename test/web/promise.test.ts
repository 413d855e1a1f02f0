import { afterAll, beforeAll, expect, it } from 'vitest';
import { linkIn, statementsOf, Workbench, wordsOf } from './workbench.js';

let shop: Workbench;
let number: string;
beforeAll(async () => {
  shop = await Workbench.open();
  await shop.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
  number = await shop.ticketOf('xiaohong');
});
afterAll(() => shop.close());

it('the page of a deadline shows its policy, its hours and every span of time that counted', async () => {
  const lina = await shop.desk('lina');
  await lina.post(`/tickets/${number}/holds`, { reason: '等银行回复' });
  const { html } = await lina.get(`/tickets/${number}`);
  const path = linkIn(
    html.slice(html.lastIndexOf('解决')),
    new RegExp(`src="(/tickets/${number}/promises/\\d+)"`),
  );
  const frame = wordsOf((await lina.get(path)).html);
  expect(frame).toContain('“退款”（第 1 版）承诺');
  expect(frame).toMatch(/已挂起 .* 起 · 等银行回复/);
  expect(frame).toContain('暂停期间没有到期时间');
  expect(wordsOf((await lina.get(path, 'en')).html)).toContain('“Refunds” (version 1) promises');
  expect(await statementsOf(() => lina.get(path))).toBeLessThanOrEqual(9);
});

it('the page of a deadline shows what the version before a change had counted', async () => {
  const lina = await shop.desk('lina');
  const { html } = await lina.get(`/tickets/${number}`);
  const [field] = /name="version" value="\d+"/.exec(html) ?? [''];
  const version = /\d+/.exec(field)?.[0] ?? '';
  await lina.post(`/tickets/${number}/correction`, {
    subject: '退款',
    priority: 'P0',
    type: 'complaint',
    order: '',
    amount: '',
    version,
  });
  const changed = (await lina.get(`/tickets/${number}`)).html;
  const paths = [...changed.matchAll(new RegExp(`src="(/tickets/${number}/promises/\\d+)"`, 'g'))];
  const frames = await Promise.all(paths.map(async ([, path]) => wordsOf((await lina.get(path!)).html)));
  expect(frames.some((words) => words.includes('在此之前：“退款”（第 1 版）'))).toBe(true);
});

it('timers keep their place on the ticket, and those of a department name it', async () => {
  await shop.says('emma', 'I would like a refund for order 20261115445566, $42.00 please');
  const other = await shop.ticketOf('emma');
  const [lina, wangfang] = await Promise.all([shop.desk('lina'), shop.desk('wangfang')]);
  await lina.post(`/tickets/${other}/handoffs`, { department: 'finance', note: '请退款' });
  const { html: offered } = await wangfang.get(`/tickets/${other}`);
  await wangfang.post(linkIn(offered, /action="([^"]+\/acceptance)"/));
  const words = wordsOf((await wangfang.get(`/tickets/${other}`)).html);
  expect(words).toMatch(
    /承诺 首次响应 .*解决 .*部门处理 · 售后 .*已移交给其他部门 .*接收 · 财务 .*部门处理 · 财务/,
  );
});

it('a deadline is not found by members who may not see its ticket, nor through another ticket', async () => {
  const { html } = await (await shop.desk('lina')).get(`/tickets/${number}`);
  const path = linkIn(html, new RegExp(`src="(/tickets/${number}/promises/\\d+)"`));
  expect((await (await shop.desk('liuyang')).get(path)).status).toBe(404);
  await shop.says('zhoujie', '我要投诉,商品破损');
  const other = path.replace(number, await shop.ticketOf('zhoujie'));
  expect((await (await shop.desk('lina')).get(other)).status).toBe(404);
  expect((await (await shop.desk('lina')).get(`/tickets/${number}/promises/x`)).status).toBe(404);
});
