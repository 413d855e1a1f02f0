import type { NestExpressApplication } from '@nestjs/platform-express';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { explainReason, readWords, speakerOf } from '../../src/platform/words/index.js';
import { WechatChannel } from '../../src/channels/wechat-official/channel.service.js';
import { WechatSending } from '../../src/channels/wechat-official/sending.service.js';
import { Channels, type Outbound } from '../../src/delivery/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import type { Language } from '../../src/platform/text/index.js';
import { sentBy, SHOP, Shop } from './shop.js';

const TEXT = '/cgi-bin/message/custom/send';
const TOKEN = '/cgi-bin/stable_token';

const shop = new Shop();
let program: NestExpressApplication;
let sending: WechatSending;
let accountId: string;

beforeAll(async () => {
  program = await shop.open();
  sending = program.get(WechatSending, { strict: false });
  accountId = await shop.connect(program, { key: 'sends' });
});
beforeEach(async () => {
  shop.wechat.reset();
  shop.wechat.on(TEXT, () => ({ errcode: 0, errmsg: 'ok' }));
  await program.get(Database).run(sql`delete from wechat_token`);
  await program.get(Database).run(sql`delete from wechat_pause`);
  await program.get(Database).run(sql`update wechat_account set broken_reason = null`);
});
afterAll(() => shop.close());

const words = readWords('templates');
const speaker = (language: Language) => speakerOf(words, language);
const outbound = (content: Partial<Outbound['content']> = {}) => sentBy(accountId, content);

const refusedWith = (errcode: number, errmsg = 'no') => shop.wechat.on(TEXT, () => ({ errcode, errmsg }));

describe('a text', () => {
  test('a text goes out as UTF-8 without escapes, with a token that is kept for the next text', async () => {
    const text = '<a href="https://shop/t/1">查进度</a> & 😀';
    expect(await sending.send(outbound({ text }), 'customer_message')).toEqual({ state: 'accepted' });
    expect(await sending.send(outbound(), 'customer_message')).toEqual({ state: 'accepted' });
    const [first] = shop.wechat.to(TEXT);
    expect(first?.body).toEqual({ touser: 'oWangFang', msgtype: 'text', text: { content: text } });
    expect(first?.raw).toContain('<a href=\\"https://shop/t/1\\">查进度</a> & 😀');
    expect(shop.wechat.to(TOKEN).map((call) => call.body)).toEqual([
      { grant_type: 'client_credential', appid: SHOP.appId, secret: SHOP.appSecret },
    ]);
  });

  test('a text of 2,048 bytes goes out, and one that is a byte longer is not sent', async () => {
    expect(await sending.send(outbound({ text: '退'.repeat(682) + 'ok' }), 'customer_message')).toEqual({
      state: 'accepted',
    });
    expect(await sending.send(outbound({ text: '退'.repeat(683) }), 'customer_message')).toEqual({
      state: 'refused',
      then: 'give_up',
      reason: 'too_long',
    });
    expect(shop.wechat.to(TEXT)).toHaveLength(1);
  });

  test.each([
    [45015, 'fallback', 'outside_window'],
    [45047, 'wait', 'no_allowance'],
    [43004, 'contact_dead', 'not_following'],
    [40164, 'account_broken', 'address_not_allowed'],
    [45009, 'retry', 'daily_quota'],
    [45002, 'give_up', 'too_long'],
    [99_999, 'give_up', 'unknown_code'],
  ])('a text that WeChat refuses with %i has the consequence "%s"', async (code, then, reason) => {
    refusedWith(code);
    expect(await sending.send(outbound(), 'customer_message')).toMatchObject({
      state: 'refused',
      then,
      reason: `${reason} ${code}`,
    });
    expect(shop.wechat.to(TEXT)).toHaveLength(1);
  });

  test('a refusal keeps the rid of WeChat and is explained in plain words', async () => {
    refusedWith(45015, 'response out of time limit rid: 65f2ab-01\u0007');
    const outcome = await sending.send(outbound(), 'customer_message');
    const reason = outcome.state === 'refused' ? outcome.reason : '';
    expect(reason).toBe('outside_window 45015 rid:65f2ab-01');
    expect(explainReason(reason, speaker('en'))).toBe(
      'Too long since the customer wrote, or unfollowed (45015, rid:65f2ab-01)',
    );
    expect(explainReason(reason, speaker('zh-CN'))).toContain('客户超过回复时限');
    expect(explainReason('constructor', speaker('en'))).toBe('constructor');
  });
});

describe('a text whose outcome is unknown', () => {
  const unclear = { state: 'unknown', reason: 'no_answer' };

  test.each<[string, Parameters<typeof shop.wechat.on>[1]]>([
    ['the connection breaks after the request was written', (_call, response) => void response.destroy()],
    ['the server fails', (_call, response) => void response.writeHead(502).end('bad gateway')],
    ['the answer is no JSON', (_call, response) => void response.end('<html>')],
    [
      'the answer breaks off',
      (_call, response) => {
        response.writeHead(200, { 'content-length': 99 }).write('{');
        setTimeout(() => response.destroy(), 20);
      },
    ],
  ])('a text has an unknown outcome if %s', async (_what, answer) => {
    shop.wechat.on(TEXT, answer);
    expect(await sending.send(outbound(), 'customer_message')).toEqual(unclear);
    expect(shop.wechat.to(TEXT)).toHaveLength(1);
  });

  test('a text has an unknown outcome if no answer comes within five seconds', async () => {
    shop.wechat.on(TEXT, () => undefined);
    expect(await sending.send(outbound(), 'customer_message')).toEqual(unclear);
  });

  test('fault 42: a text is tried a few more times if WeChat says that it is busy', async () => {
    refusedWith(-1);
    expect(await sending.send(outbound(), 'customer_message')).toEqual({
      state: 'refused',
      then: 'busy',
      reason: 'wechat_busy -1',
    });
  });
});

describe('a text that surely did not arrive', () => {
  test('a text is tried again if the connection was refused', async () => {
    await sending.send(outbound(), 'customer_message');
    await setApi(`http://127.0.0.1:${await unusedPort()}`);
    const outcome = await sending.send(outbound(), 'customer_message');
    await setApi(null);
    expect(outcome).toEqual({ state: 'refused', then: 'retry', reason: 'wechat_unreachable' });
  });

  async function setApi(url: string | null): Promise<void> {
    await program
      .get(Database)
      .run(sql`update wechat_account set api_url = ${url} where account_id = ${accountId}`);
  }

  test('a text is tried again if no access token could be had', async () => {
    shop.wechat.on(TOKEN, (_call, response) => void response.destroy());
    expect(await sending.send(outbound(), 'customer_message')).toEqual({
      state: 'refused',
      then: 'retry',
      reason: 'token_unavailable',
    });
    expect(shop.wechat.to(TEXT)).toHaveLength(0);
  });
});

test('a wrong secret breaks the account and does not use up the message', async () => {
  shop.wechat.on(TOKEN, () => ({ errcode: 40001, errmsg: 'invalid credential' }));
  expect(await sending.send(outbound(), 'customer_message')).toEqual({
    state: 'refused',
    then: 'account_broken',
    reason: 'wrong_app_secret 40001',
  });
});

test('the channel is found by the kind of the account', () => {
  expect(program.get(Channels, { strict: false }).of({ kind: 'wechat-official' })).toBe(
    program.get(WechatChannel, { strict: false }),
  );
});

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
