import { afterAll, beforeAll, expect, it } from 'vitest';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { type Desk, linkIn, Workbench, wordsOf } from './workbench.js';
import { ledgerOf } from '../support/ledger.js';

let bench: Workbench;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
  await wutao.get('/settings/contact');
});
afterAll(async () => {
  await bench.server.get(Clock).backToNow();
  await bench.close();
});

const ADDRESS = '/settings/contact';
const RULE = { source: 'message', allowance: '4', seconds: '36', unit: 'hours', since: '2031-03-01T00:00' };
const words = async () => wordsOf((await wutao.get(ADDRESS)).html);
const allowance = async () => {
  await bench.says('xiaoming', '在吗');
  const { identityId } = bench.cast.customers.xiaoming;
  const { windows } = await ledgerOf(bench.server, identityId);
  return windows.find(({ source }) => source === 'message')?.allowance;
};
const events = () =>
  bench.rows<{ name: string; actorId: string; data: object }>(
    sql`select name, actor_id, data from event where name like 'contact.%rule%' or name = 'contact.settings_changed' order by id`,
  );

it('contact rules show for each act of a customer what is in force and what no longer is', async () => {
  expect(await words()).toMatch(
    /客户发消息 5 条，时限 48 小时 生效中 始于.*20 条，时限 48 小时 已失效.*客户点菜单 3 条，时限 1 分钟 生效中/,
  );
});

it('a contact rule applies from its date on, and can be withdrawn before it but not after', async () => {
  expect((await wutao.post(`${ADDRESS}/rules`, RULE)).status).toBe(303);
  expect(await words()).toMatch(/客户发消息 4 条，时限 36 小时 待生效 生效于.*5 条，时限 48 小时 生效中/);
  expect(await allowance()).toBe(5);
  await bench.server.get(Clock).moveTo(new Date('2031-03-02T00:00:00+08:00'));
  expect(await allowance()).toBe(4);
  expect(await words()).toMatch(/4 条，时限 36 小时 生效中.*5 条，时限 48 小时 已失效/);
  const late = await wutao.post(`${ADDRESS}/rules/withdrawal`, {
    source: 'message',
    since: '2031-02-28T16:00:00.000Z',
  });
  expect([late.status, wordsOf(late.html)]).toEqual([409, expect.stringContaining('该规则已生效或已不存在')]);
  await bench.server.get(Clock).backToNow();
  const stamp = linkIn((await wutao.get(ADDRESS)).html, /name="since" value="([^"]+)"/);
  await wutao.post(`${ADDRESS}/rules/withdrawal`, { source: 'message', since: stamp });
  expect(await words()).not.toContain('36 小时');
  expect(await events()).toMatchObject([
    { name: 'contact.rule_added', data: { source: 'message', allowance: 4, seconds: 129_600, since: stamp } },
    { name: 'contact.rule_withdrawn', data: { source: 'message', since: stamp } },
  ]);
});

it('a wrong contact rule is refused with a message beside the field, and what was typed is kept', async () => {
  for (const [wrong, said] of [
    [{ allowance: '0' }, '最大 1,000'],
    [{ allowance: '2.5' }, '最大 1,000'],
    [{ seconds: '721' }, '最长 30 天'],
    [{ seconds: 'two' }, '最长 30 天'],
    [{ since: '2020-01-01T00:00' }, '将来的时间'],
    [{ source: 'moon' }, '请选择一项'],
  ] as const) {
    const { status, html } = await wutao.post(`${ADDRESS}/rules`, { ...RULE, ...wrong });
    expect([status, wordsOf(html).includes(said)]).toEqual([422, true]);
    expect(html).toContain('value="2031-03-01T00:00"'.slice(0, 'since' in wrong ? 0 : undefined));
  }
  const all = await wutao.post(`${ADDRESS}/rules`, {
    ...RULE,
    allowance: '0',
    seconds: '721',
    since: 'soon',
  });
  expect(all.html.match(/aria-invalid="true"/g)).toHaveLength(3);
  expect(wordsOf(all.html)).toMatch(/最大 1,000.*最长 30 天.*将来的时间/);
  await wutao.post(`${ADDRESS}/rules`, RULE);
  const twice = await wutao.post(`${ADDRESS}/rules`, RULE);
  expect(wordsOf(twice.html)).toContain('重复');
});

it('the setting that keeps the last send back is changed, and shows who decided', async () => {
  const { identityId } = bench.cast.customers.xiaoming;
  const kept = async () => (await ledgerOf(bench.server, identityId)).keptBack;
  expect(await kept()).toBe(1);
  await wutao.post(ADDRESS, { calls: 'yes', replyHours: '48' });
  expect(await kept()).toBe(0);
  const { html } = await wutao.get(ADDRESS);
  expect(html).toMatch(/name="holdsBack" value="yes" >.*name="calls" value="yes" checked/s);
  await wutao.post(ADDRESS, { calls: 'yes', replyHours: '48' });
  expect((await events()).filter(({ name }) => name === 'contact.settings_changed')).toMatchObject([
    { actorId: bench.cast.staff.wutao.id, data: { holdsBack: false, calls: true } },
  ]);
});

it('only administrators may open the contact rules', async () => {
  const lina = await bench.desk('lina');
  expect((await lina.get(ADDRESS)).status).toBe(403);
  for (const path of ['', '/rules', '/rules/withdrawal'])
    expect((await lina.post(`${ADDRESS}${path}`, RULE)).status).toBe(403);
});
