import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/index.js';
import { sql } from '../../src/platform/database/index.js';
import { FakeWechat } from '../channels/fake-wechat.js';
import { type Desk, linkIn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
});
afterAll(() => bench.close());

const SECRETS = {
  appSecret: 'top-secret-app-secret',
  token: 'callback-token-123',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};
const ACCOUNT = {
  key: 'second',
  name: '二号店',
  department: 'support',
  originalId: 'gh_second',
  appId: 'wx0000000000000002',
  mode: 'safe',
  type: 'subscription',
  verified: 'no',
  apiUrl: '',
  ...SECRETS,
};

/** Returns the form of a verified service account. */
const serviceAt = ({ url }: FakeWechat) => ({
  ...ACCOUNT,
  type: 'service',
  verified: 'yes',
  apiUrl: url,
});

/** Asks as WeChat does when the address is entered there. */
async function check(path: string): Promise<string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHash('sha1')
    .update([SECRETS.token, timestamp, 'nonce'].sort().join(''))
    .digest('hex');
  const query = new URLSearchParams({ signature, timestamp, nonce: 'nonce', echostr: 'echo-me' });
  return (await fetch(`${bench.server.url}${path}?${query}`)).text();
}

describe('an official account', () => {
  it('an account is refused with a message beside each field, and its secrets are not written back', async () => {
    await wutao.get('/settings/channels');
    const { status, html } = await wutao.post('/settings/channels', {
      ...ACCOUNT,
      originalId: 'second',
      aesKey: 'short',
    });
    expect(status).toBe(422);
    expect(html).toContain('value="二号店"');
    expect(wordsOf(html)).toContain('以 gh_ 开头');
    expect(wordsOf(html)).toContain('正好 43 个字母和数字');
    for (const secret of Object.values(SECRETS)) expect(html).not.toContain(secret);
  });

  it('an account is connected, answers WeChat’s check at the address it shows, and never shows a secret', async () => {
    await wutao.get('/settings/channels');
    const added = await wutao.post('/settings/channels', ACCOUNT);
    expect([added.status, added.location]).toEqual([303, '/settings/channels/second']);
    const { html } = await wutao.get('/settings/channels/second');
    const { pathname } = new URL(linkIn(html, /id="callback-url" value="([^"]+)"/));
    expect(pathname).toBe('/channels/wechat/second');
    expect(await check(pathname)).toBe('echo-me');
    expect(wordsOf(html)).toContain('等待微信第一次回调');
    expect(wordsOf(html)).toContain('订阅号（公众号） · 未认证');
    expect(wordsOf(html)).toMatch(/模板消息 仅限已认证的服务号/);
    expect(wordsOf(html)).toMatch(/客服消息 认证后可用/);
    for (const path of ['/settings/channels', '/settings/channels/second'])
      for (const secret of Object.values(SECRETS)) expect((await wutao.get(path)).html).not.toContain(secret);
  });

  it('an account’s page says when something last came in', async () => {
    await bench.says('xiaoming', '在吗');
    expect(wordsOf((await wutao.get('/settings/channels')).html)).toContain('最近回调');
  });

  it('an account is changed without its secrets, and keeps what was typed when it is refused', async () => {
    const { html } = await wutao.get('/settings/channels/second');
    for (const secret of Object.values(SECRETS)) expect(html).not.toContain(secret);
    const form = {
      ...ACCOUNT,
      name: '二号店铺',
      type: 'service',
      verified: 'yes',
      appSecret: '',
      aesKey: '',
      token: '',
    };
    const wrong = await wutao.post('/settings/channels/second', { ...form, appId: 'x2', aesKey: 'short' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="x2"');
    expect(wordsOf(wrong.html)).toContain('正好 43 个字母和数字');
    expect((await wutao.post('/settings/channels/second', { ...form, token: 'token-two' })).status).toBe(303);
    const account = (await bench.server.get(WechatAccounts).byKey('second'))!;
    expect(account).toMatchObject({ type: 'service', verified: true, appSecret: SECRETS.appSecret });
    expect(account.channel.name).toBe('二号店铺');
    expect(account.credentials.map(({ token }) => token)).toEqual(['token-two', SECRETS.token]);
    expect(account.aesKey).toBe(SECRETS.aesKey);
  });

  it('an account is switched off and on again', async () => {
    await wutao.post('/settings/channels/second/disabling');
    expect(await check('/channels/wechat/second')).not.toBe('echo-me');
    expect(wordsOf((await wutao.get('/settings/channels/second')).html)).toMatch(/拒收的回调 1 × 账号已停用/);
    await wutao.post('/settings/channels/second/enabling');
    expect(await check('/channels/wechat/second')).toBe('echo-me');
    const lina = await bench.desk('lina');
    for (const act of ['', '/test', '/disabling'])
      expect((await lina.post(`/settings/channels/second${act}`, ACCOUNT)).status).toBe(403);
    expect((await wutao.post('/settings/channels/shop/disabling')).status).toBe(404);
  });

  it('the page of an account says why it does not send, and a test that succeeds lets it send again', async () => {
    const wechat = new FakeWechat();
    await wechat.open();
    const form = {
      ...serviceAt(wechat),
      appSecret: SECRETS.appSecret,
      aesKey: '',
      token: '',
    };
    expect((await wutao.post('/settings/channels/second', form)).status).toBe(303);
    wechat.on('/cgi-bin/stable_token', () => ({ errcode: 40125, errmsg: 'invalid appsecret' }));
    const tested = await wutao.post('/settings/channels/second/test');
    expect([tested.status, tested.location]).toEqual([303, '/settings/channels/second#self-test']);
    const stopped = await wutao.get('/settings/channels/second');
    expect(wordsOf(stopped.html)).toMatch(
      /微信没有正常服务此账号.*访问令牌 失败 AppSecret 不正确 \(40125\) .*重置 AppSecret/,
    );
    expect(wordsOf(stopped.html)).toMatch(/已停止发送，始于.*AppSecret 不正确/);
    expect(stopped.html).toContain('alarm-line');
    wechat.reset();
    wechat.on('/cgi-bin/template/get_all_private_template', () => ({ template_list: [] }));
    await wutao.get('/settings/channels/second');
    expect((await wutao.post('/settings/channels/second/test')).status).toBe(303);
    const mended = await wutao.get('/settings/channels/second');
    expect(wordsOf(mended.html)).toContain('测试通过，已恢复发送');
    expect(wordsOf(mended.html)).toContain('最近一小时获取访问令牌 1');
    expect(mended.html).not.toContain('alarm-line');
    await wechat.close();
  });

  it('an account’s page says what WeChat refused, and a test makes the account try that again', async () => {
    const wechat = new FakeWechat();
    await wechat.open();
    wechat.on('/cgi-bin/template/get_all_private_template', () => ({ template_list: [] }));
    await wutao.post('/settings/channels/second', serviceAt(wechat));
    await bench.rows(sql`
      insert into wechat_refused_ability (account_id, ability, reason, at)
      select account_id, 'menu', 'not_granted 48001 rid:6-5', now() from wechat_account w where w.app_id = ${ACCOUNT.appId}`);
    const refused = wordsOf((await wutao.get('/settings/channels/second')).html);
    expect(refused).toMatch(
      /自定义菜单 已停用，始于 .{1,30}公众号没有此接口权限 \(48001, rid:6-5\).*接口权限，处理后点“测试”.* 测试/,
    );
    await wutao.post('/settings/channels/second/test');
    expect(wordsOf((await wutao.get('/settings/channels/second')).html)).not.toContain('已停用，始于');
    await wechat.close();
  });

  it('the page of an account says which quota is used up, and can have it cleared', async () => {
    const wechat = new FakeWechat();
    await wechat.open();
    await wutao.post('/settings/channels/second', serviceAt(wechat));
    await bench.rows(sql`
      insert into wechat_pause (account_id, api, until, reason)
      select account_id, '/cgi-bin/message/template/send', now() + interval '3 hours', 'daily_quota'
        from wechat_account w where w.app_id = ${ACCOUNT.appId}`);
    const resting = wordsOf((await wutao.get('/settings/channels/second')).html);
    expect(resting).toMatch(
      /模板消息：今日调用次数已用完.*每月可清零 10 次，本月已在这里清零 0 次.*清零调用次数/,
    );
    const clearing = '/settings/channels/second/quota-clearing';
    wechat.on('/cgi-bin/clear_quota/v2', () => ({ errcode: 48006, errmsg: 'no' }));
    expect((await (await bench.desk('lina')).post(clearing)).status).toBe(403);
    await wutao.post(clearing);
    expect(wordsOf((await wutao.get('/settings/channels/second')).html)).toMatch(
      /没有清零。本月 10 次清零机会已用完.*模板消息：今日/,
    );
    wechat.on('/cgi-bin/clear_quota/v2', () => ({ errcode: 0 }));
    await wutao.post(clearing);
    const cleared = wordsOf((await wutao.get('/settings/channels/second')).html);
    expect(cleared).toContain('已清零，等待中的内容现在就会发出');
    expect(cleared).not.toContain('今日调用次数已用完');
    await wechat.close();
  });

  it('a test with a phone says what to send, ticks off what came, and shows an address to allow', async () => {
    const wechat = new FakeWechat();
    await wechat.open();
    wechat.on('/cgi-bin/template/get_all_private_template', () => ({ template_list: [] }));
    await wutao.post('/settings/channels/second', serviceAt(wechat));
    await wutao.post('/settings/channels/second/test');
    const { html } = await wutao.get('/settings/channels/second');
    const word = linkIn(html, /id="self-test-word" value="(hy\d{6})"/);
    expect(html).toContain('data-address="http://weixin.qq.com/q/code"');
    expect(html).not.toContain('open.weixin.qq.com');
    expect(wordsOf(html)).toMatch(/给“二号店铺?”发送下面的口令.*IP 白名单 正常.*收到文字 等待中/);
    expect(html).toMatch(/data-live-topics-value="\[&quot;account:\d+&quot;\]"/);
    expect(await check('/channels/wechat/second')).toBe('echo-me');
    expect(wordsOf((await wutao.get('/settings/channels/second')).html)).toMatch(
      /收到回调 正常.*签名与解密 正常/,
    );
    wechat.on('/cgi-bin/stable_token', () => ({
      errcode: 40164,
      errmsg: 'invalid ip 203.0.113.7, not in whitelist',
    }));
    await wutao.post('/settings/channels/second/test');
    const refused = await wutao.get('/settings/channels/second');
    expect(linkIn(refused.html, /id="self-test-address" value="([^"]+)"/)).toBe('203.0.113.7');
    expect(refused.html).toContain('https://open.weixin.qq.com/qr/code?username=gh_second');
    expect(linkIn(refused.html, /id="self-test-word" value="(hy\d{6})"/)).not.toBe(word);
    await bench.rows(sql`update wechat_test set until = started_at`);
    const over = wordsOf((await wutao.get('/settings/channels/second')).html);
    expect(over).toMatch(/项需要处理.*收到文字 没有等到 请确认口令/);
    await wechat.close();
  });

  it('an account has templates bound to purposes, and keeps what was typed when wrong', async () => {
    await wutao.get('/settings/channels/second');
    const form = {
      purpose: 'refund_paid',
      language: 'zh-CN',
      templateId: 'TPL_0123456789',
      fields: 'thing2 = moon',
    };
    const wrong = await wutao.post('/settings/channels/second/templates', form);
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('thing2 &#x3D; moon');
    const fields = 'character_string1 = number\r\namount3=amount';
    expect((await wutao.post('/settings/channels/second/templates', { ...form, fields })).status).toBe(303);
    expect((await wutao.post('/settings/channels/shop/templates', { ...form, fields })).status).toBe(404);
    expect(await bench.rows(sql`select purpose, template_id, fields from wechat_template`)).toEqual([
      {
        purpose: 'refund_paid',
        templateId: 'TPL_0123456789',
        fields: { character_string1: 'number', amount3: 'amount' },
      },
    ]);
  });
});

describe('the bench of triage', () => {
  it('the triage bench says what a sentence becomes and why, and opens nothing', async () => {
    const tried = await wutao.get(
      `/settings/triage?text=${encodeURIComponent('我的账号被盗了,有人在异地登录')}`,
    );
    const words = wordsOf(tried.html);
    expect(words).toMatch(/P0 账号被盗/);
    expect(words).toMatch(/两个信号：账号被盗 \+ 异地登录/);
    const nothing = await wutao.get(`/settings/triage?text=${encodeURIComponent('<b>天气真好</b>')}`);
    expect(wordsOf(nothing.html)).toContain('没有规则符合');
    expect(nothing.html).not.toContain('<b>天气');
    expect(await bench.rows(sql`select 1 from ticket`)).toEqual([]);
  });
});
