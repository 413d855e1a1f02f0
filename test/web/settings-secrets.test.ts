import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/index.js';
import { Robots } from '../../src/escalation/index.js';
import { type Desk, Workbench } from './workbench.js';

let bench: Workbench;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
  await bench.server.get(WechatAccounts).add(ACCOUNT);
  await wutao.get('/settings/channels/shop2');
});
afterAll(() => bench.close());

const ACCOUNT = {
  ...{ key: 'shop2', originalId: 'gh_shop2', appId: 'wx0000000000000002', mode: 'safe' },
  ...{ appSecret: 'geheim-one', token: 'callback-token-123', aesKey: 'a'.repeat(43) },
  apiUrl: 'https://api.weixin.qq.com/shop',
};
const SETTINGS = {
  ...{ name: '二店', department: 'support', appId: ACCOUNT.appId, type: 'service', verified: 'yes' },
  ...{ mode: 'safe', appSecret: '', token: '', aesKey: '' },
};

describe('fault 34: a stored secret never goes to another host', () => {
  const change = (apiUrl: string, appSecret = '') =>
    wutao.post('/settings/channels/shop2', { ...SETTINGS, apiUrl, appSecret });
  const stored = async () => (await bench.server.get(WechatAccounts).byKey('shop2'))!;

  it.each([
    ['another host', 'https://evil.example/shop'],
    ['the same host without TLS', 'http://api.weixin.qq.com/shop'],
    ['another port', 'https://api.weixin.qq.com:8443/shop'],
    ['a host that only begins alike', 'https://api.weixin.qq.com.evil.example/'],
  ])('an account’s address may not lead to %s while the AppSecret is left empty', async (_what, apiUrl) => {
    const { status, html } = await change(apiUrl);
    expect(status).toBe(422);
    expect(html).toContain('data-path="appSecret"');
    expect(await stored()).toMatchObject({ apiUrl: ACCOUNT.apiUrl, appSecret: ACCOUNT.appSecret });
  });

  it('an address that is left empty means the usual host, which here is the same', async () => {
    expect((await change('')).status).toBe(303);
    expect((await change(ACCOUNT.apiUrl)).status).toBe(303);
  });

  it('another path of the same host keeps the secret', async () => {
    expect((await change('https://api.weixin.qq.com/other')).status).toBe(303);
    expect(await stored()).toMatchObject({
      apiUrl: 'https://api.weixin.qq.com/other',
      appSecret: 'geheim-one',
    });
  });

  it('whoever types the secret again may lead the account to another host', async () => {
    expect((await change('https://relay.example/wechat', 'geheim-two')).status).toBe(303);
    expect(await stored()).toMatchObject({ apiUrl: 'https://relay.example/wechat', appSecret: 'geheim-two' });
  });

  it('a robot’s stored secret signs nothing that goes to another address', async () => {
    const robots = bench.server.get(Robots);
    const at = (key: string) => `https://oapi.dingtalk.com/robot/send?access_token=${key}`;
    const name = { 'zh-CN': '群', en: 'Group' };
    const robot = { key: 'ding', name, vendor: 'dingtalk' };
    await robots.save({ ...robot, url: at('one'), secret: 'SECgeheim' });
    const refused = robots.save({ ...robot, url: at('two'), secret: '' });
    await expect(refused).rejects.toMatchObject({ details: { fields: { secret: 'secret_again' } } });
    await robots.save({ ...robot, url: '', secret: '' });
    await robots.save({ ...robot, url: at('one'), secret: '' });
    expect(await robots.byKey('ding')).toMatchObject({ url: at('one'), secret: 'SECgeheim' });
    await robots.save({ ...robot, url: at('two'), secret: 'SECnew' });
    await robots.save({ ...robot, url: at('three'), secret: null });
    expect(await robots.byKey('ding')).toMatchObject({ url: at('three'), secret: null });
  });

  it('a robot of another vendor does not take the old address or secret along', async () => {
    const robots = bench.server.get(Robots);
    const name = { 'zh-CN': '群', en: 'Group' };
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=one';
    await robots.save({ key: 'other', name, vendor: 'dingtalk', url, secret: 'SECgeheim' });
    const moved = { key: 'other', name, vendor: 'feishu', url: '', secret: '' };
    await expect(robots.save(moved)).rejects.toMatchObject({ details: { fields: { url: 'required' } } });
  });
});
