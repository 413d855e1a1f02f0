import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { AccountQuota } from '../../src/channels/wechat-official/quota.service.js';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Episodes, Outbox } from '../../src/conversations/index.js';
import { Sending } from '../../src/delivery/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, push, safely } from './pushing.js';
import { Shop } from './shop.js';

const TEXT = '/cgi-bin/message/custom/send';
const CLEAR = '/cgi-bin/clear_quota/v2';

const shop = new Shop();
let program: NestExpressApplication;
let accountId: string;
let identityId: string;

beforeAll(async () => {
  program = await shop.open();
  accountId = (await get(WechatAccounts).byKey('shop'))!.channel.id;
  await push(program, safely(buildXml(message())));
  ({ identityId } = await get(Database).one<{ identityId: string }>(
    sql`select id identity_id from identity`,
  ));
});
beforeEach(() => {
  shop.wechat.reset();
  shop.wechat.on(CLEAR, () => ({ errcode: 0, errmsg: 'ok' }));
});
afterAll(() => shop.close());

const get = <T>(type: new (...parts: never[]) => T) => program.get(type, { strict: false });
const quota = () => get(AccountQuota).of(accountId);
const clear = async () =>
  get(AccountQuota).clear((await get(WechatAccounts).byId(accountId))!, { kind: 'system' });

/** Plans a message to Wang Fang that WeChat refuses, as if its quota were used up. */
async function planRefusedMessage(text: string, errcode = 45009): Promise<void> {
  shop.wechat.on(TEXT, () => ({ errcode, errmsg: 'reach max api daily quota limit' }));
  await get(Database).transaction(async () => {
    const episode = await get(Episodes).forNotice(identityId);
    const author = { kind: 'system' } as const;
    await get(Outbox).plan({
      reasonKey: text,
      identityId,
      episode,
      purpose: 'reply',
      content: { text },
      author,
    });
  });
  await get(Sending).drain();
  shop.wechat.on(TEXT, () => ({ errcode: 0 }));
}
const states = () => get(Database).rows(sql`select state from delivery order by id`);

test('messages that wait for the quota go out once it is cleared with the AppSecret alone', async () => {
  await planRefusedMessage('财务已受理');
  await get(Sending).drain();
  expect([await states(), await quota()]).toEqual([
    [{ state: 'planned' }],
    { resting: [{ ability: 'customer_message', until: expect.any(Date) as Date }], cleared: 0 },
  ]);
  expect(await clear()).toBeNull();
  const [call] = shop.wechat.to(CLEAR);
  expect(call).toMatchObject({ token: null, body: { appid: 'wx1234567890abcdef', appsecret: 'the-secret' } });
  await get(Sending).drain();
  expect([await states(), await quota()]).toEqual([[{ state: 'accepted' }], { resting: [], cleared: 1 }]);
});

test('a quota that WeChat clears no more this month stays used up, and the reason is returned', async () => {
  await planRefusedMessage('已付款');
  shop.wechat.on(CLEAR, () => ({ errcode: 48006, errmsg: 'forbid to clear quota rid: 65f-1' }));
  expect(await clear()).toBe('quota_clearing_used_up 48006 rid:65f-1');
  await get(Sending).drain();
  expect([(await states()).at(-1), (await quota()).cleared]).toEqual([{ state: 'planned' }, 1]);
  shop.wechat.on(CLEAR, () => ({ errcode: 0 }));
  await clear();
  await get(Sending).drain();
  expect((await states()).at(-1)).toEqual({ state: 'accepted' });
});

test('a pause of one minute is not shown as a used-up quota', async () => {
  await planRefusedMessage('请稍候', 45011);
  expect((await quota()).resting).toEqual([]);
  await clear();
  await get(Sending).drain();
  expect((await states()).at(-1)).toEqual({ state: 'planned' });
});
