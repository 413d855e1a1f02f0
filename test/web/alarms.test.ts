import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccountStanding, WechatAccounts } from '../../src/channels/wechat-official/index.js';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let accountId: string;
beforeAll(async () => {
  bench = await Workbench.open();
  accountId = await bench.server.get(WechatAccounts).add({
    key: 'second',
    name: '二号店<b>',
    originalId: 'gh_second',
    appId: 'wx0000000000000002',
    appSecret: 'secret',
    token: 'token',
    aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    mode: 'safe',
  });
});
afterAll(() => bench.close());

const pageOf = async (who: 'wutao' | 'lina' | 'zhangmin', path = '/tickets') =>
  (await (await bench.desk(who)).get(path)).html;

it('a broken account is shown on every page of administrators and leads until it is repaired', async () => {
  const standing = bench.server.get(AccountStanding);
  expect(await pageOf('wutao')).not.toContain('alarm-line');
  await standing.broken(accountId, 'address_not_allowed 40164 rid:65f-1');
  for (const path of ['/tickets', '/inbox', '/settings']) {
    const html = await pageOf('wutao', path);
    expect(wordsOf(html)).toContain('已停止发送：本服务器的 IP 不在公众号白名单内');
    expect(html).toContain('class="btn" href="/settings/channels/second"');
  }
  const lead = await pageOf('zhangmin');
  expect(lead).toContain('二号店&lt;b&gt;');
  expect(lead).not.toContain('href="/settings/channels/second"');
  expect(await pageOf('lina')).not.toContain('alarm-line');
  await standing.recovered(accountId, { kind: 'system' });
  expect(await pageOf('wutao')).not.toContain('alarm-line');
});

it('an ability or a template that WeChat refuses is named, with a link to where it is settled', async () => {
  const alarms = bench.server.get(Alarms);
  const account = { account: 'second', name: '二号店' };
  const ability = { ...account, ability: 'customer_message' as const, reason: 'not_granted 48001' };
  await alarms.raise('a', 'account.ability_refused', ability);
  const template = { ...account, templateId: 'tpl-1', purpose: 'resolved', reason: 'content_refused 40249' };
  await alarms.raise('b', 'account.template_refused', template);
  await alarms.raise('c', 'account.template_refused', { ...template, field: 'thing2' });
  const html = await pageOf('wutao');
  expect(wordsOf(html)).toContain('二号店 不能使用“48 小时内的客服消息”：公众号没有此接口权限 (48001)');
  expect(wordsOf(html)).toContain('微信拒绝了模板 tpl-1（处理完成）：内容未通过微信审核 (40249)');
  expect(wordsOf(html)).toContain('微信拒绝了模板 tpl-1（处理完成）的字段 thing2');
  expect(html).toContain('href="/settings/channels/second#templates"');
});
