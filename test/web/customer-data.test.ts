import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { ExportMaking } from '../../src/retention/index.js';
import { type Desk, faultsOn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let wutao: Desk;
let customerId: string;
let address: string;
let number: string;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
  await bench.says('xiaoming', '我要投诉,商品破损');
  ({ customerId } = bench.cast.customers.xiaoming);
  number = await bench.ticketOf('xiaoming');
  address = `/customers/${customerId}/data`;
  await wutao.get(address);
});
afterAll(() => bench.close());

const words = async (language?: string) => wordsOf((await wutao.get(address, language)).html);
const ticketId = async () => {
  const [ticket] = await bench.rows<{ id: string }>(
    sql`select id from ticket where 'T' || number = ${number}`,
  );
  return ticket!.id;
};

it('only administrators open the page of a customer’s data, and find it from the card', async () => {
  expect((await wutao.get(`/tickets/${number}`)).html).toContain(`href="${address}"`);
  const lina = await bench.desk('lina');
  expect((await lina.get(`/tickets/${number}`)).html).not.toContain(address);
  expect((await lina.get(address)).status).toBe(403);
});

it('a hold needs a thing, a reason and a day to come', async () => {
  const wrong = await wutao.post(`${address}/holds`, { subject: 'ticket:999', reason: 'x', until: '' });
  expect([wrong.status, Object.keys(faultsOn(wrong.html))]).toEqual([422, ['subject']]);
  const past = await wutao.post(`${address}/holds`, {
    subject: `customer:${customerId}`,
    reason: '',
    until: '2020-01-01',
  });
  expect([past.status, Object.keys(faultsOn(past.html)).sort()]).toEqual([422, ['reason', 'until']]);
});

it('a hold on a ticket is shown on the ticket and in the inbox, with its last day', async () => {
  const held = { subject: `ticket:${await ticketId()}`, reason: '消协调查', until: '2099-12-31' };
  const done = await wutao.post(`${address}/holds`, held);
  expect([done.status, done.location]).toEqual([303, address]);
  const { html } = await (await bench.desk('lina')).get(`/tickets/${number}`);
  expect(wordsOf(html)).toContain(`工单 ${number} 处于法律保全中 · 至 2099年12月31日`);
  expect(html).not.toContain('消协调查');
  const inbox = await wutao.get(`/inbox/${await bench.talkOf('xiaoming')}`);
  expect(inbox.html).toContain('data-testid="legal-hold"');
  expect(await words()).toContain('消协调查');
});

it('while the hold stands the page says so instead of offering to erase, and a request is refused', async () => {
  expect(await words()).toContain('处于法律保全中');
  const refused = await wutao.post(`${address}/erasure`, { name: '小明' });
  expect(refused.status).toBe(409);
  expect(wordsOf(refused.html)).toContain('没有删除任何内容');
});

it('a hold is lifted once, and both acts stand on the list of who did what without the reason', async () => {
  const [hold] = await bench.rows<{ id: string }>(sql`select id from legal_hold`);
  expect((await wutao.post(`${address}/holds/${hold!.id}/lifting`)).status).toBe(303);
  expect((await wutao.post(`${address}/holds/${hold!.id}/lifting`)).status).toBe(409);
  expect(await words()).toMatch(/法律保全中 已解除.*至 2099年12月31日/);
  const acts = await bench.rows(
    sql`select action, before, after from audit where action like 'legal_hold.%' order by id`,
  );
  expect(acts).toMatchObject([{ action: 'legal_hold.set' }, { action: 'legal_hold.lifted' }]);
  expect(JSON.stringify(acts)).not.toContain('消协');
  expect(await words('en')).toContain('lifted by 吴涛');
});

it('an administrator has an archive made and fetches it', async () => {
  expect((await wutao.post(`${address}/exports`)).status).toBe(303);
  expect(await words()).toContain('正在生成');
  const [asked] = await bench.rows<{ id: string }>(sql`select id from person_export`);
  await bench.server.get(ExportMaking).make({ exportId: asked!.id });
  expect(await words()).toContain('可下载');
  expect((await wutao.get(`${address}/exports/${asked!.id}/file`)).status).toBe(200);
  expect((await wutao.get(`${address}/exports/99/file`)).status).toBe(404);
});

it('the name has to be typed before somebody is erased', async () => {
  const slip = await wutao.post(`${address}/erasure`, { name: '小红' });
  expect([slip.status, Object.keys(faultsOn(slip.html))]).toEqual([422, ['name']]);
  expect((await wutao.post(`${address}/erasure`, { name: '小明' })).status).toBe(303);
  expect(await words()).toContain('此人的数据已删除');
  expect((await wutao.get(`/tickets/${number}`)).html).not.toContain('破损');
  const inbox = await wutao.get(`/inbox/${await bench.talkOf('xiaoming')}`);
  expect(wordsOf(inbox.html)).toContain('内容已删除');
});
