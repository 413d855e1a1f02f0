import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WechatAccount } from '../../src/channels/wechat-official/account.js';
import { AccessTokens } from '../../src/channels/wechat-official/api/access-token.service.js';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { WechatApi } from '../../src/channels/wechat-official/api/api.service.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Shop } from './shop.js';

const PATH = '/cgi-bin/message/custom/send';
const TOKEN = '/cgi-bin/stable_token';

const shop = new Shop();
let programs: NestExpressApplication[];
let account: WechatAccount;

beforeAll(async () => {
  programs = [await shop.open(), await shop.start('worker')];
  account = (await programs[0]!.get(WechatAccounts, { strict: false }).byKey('shop'))!;
});
beforeEach(async () => {
  shop.wechat.reset();
  shop.wechat.on(PATH, () => ({ errcode: 0 }));
  await programs[0]!.get(Database).run(sql`delete from wechat_token`);
});
afterAll(() => shop.close());

const apis = () => programs.map((program) => program.get(WechatApi, { strict: false }));
const callFromBoth = (times: number) =>
  Promise.all(Array.from({ length: times }, () => apis().map((api) => api.post(account, PATH, {}))).flat());
const expire = () =>
  programs[0]!
    .get(Database)
    .run(sql`update wechat_token set expires_at = clock_timestamp() - interval '1 second'`);

function slowly(answer: object) {
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, 150));
    return answer;
  };
}

describe('one token for all processes', () => {
  test('two processes under load ask for one token, and for one more when it has expired', async () => {
    shop.wechat.on(TOKEN, slowly({ access_token: 'first', expires_in: 7200 }));
    await callFromBoth(10);
    expect(shop.wechat.to(TOKEN)).toHaveLength(1);
    await expire();
    shop.wechat.on(TOKEN, slowly({ access_token: 'second', expires_in: 7200 }));
    await callFromBoth(10);
    expect(shop.wechat.to(TOKEN)).toHaveLength(2);
    expect(
      new Set(
        shop.wechat
          .to(PATH)
          .slice(20)
          .map((call) => call.token),
      ),
    ).toEqual(new Set(['second']));
  });

  test('an access token is encrypted at rest', async () => {
    await callFromBoth(1);
    const { tokenCipher } = await programs[0]!
      .get(Database)
      .one<{ tokenCipher: string }>(sql`select token_cipher from wechat_token`);
    expect(tokenCipher).not.toContain('token-');
  });

  test('an access token is not used in its last two minutes', async () => {
    shop.wechat.on(TOKEN, () => ({ access_token: 'short', expires_in: 7200 }));
    await callFromBoth(1);
    const { left } = await programs[0]!
      .get(Database)
      .one<{ left: number }>(
        sql`select extract(epoch from expires_at - clock_timestamp())::float as left from wechat_token`,
      );
    expect(left).toBeLessThanOrEqual(7080);
    expect(left).toBeGreaterThan(7000);
  });

  test('another process renews the access token when the process that was renewing it died', async () => {
    await programs[0]!.get(Database).run(sql`
      insert into wechat_token (account_id, renewing_until)
      values (${account.channel.id}, clock_timestamp() + interval '400 milliseconds')`);
    await apis()[1]!.post(account, PATH, {});
    expect(shop.wechat.to(TOKEN)).toHaveLength(1);
  });
});

describe('a token that WeChat refuses', () => {
  const refuse = (refused: string) => {
    shop.wechat.on(PATH, ({ token }) =>
      token === refused ? { errcode: 42001, errmsg: 'expired' } : { errcode: 0 },
    );
  };

  test('an access token that WeChat refuses is renewed once for all calls that failed, and never by force', async () => {
    await callFromBoth(1);
    refuse(shop.wechat.to(PATH)[0]!.token!);
    await callFromBoth(5);
    expect(shop.wechat.to(TOKEN)).toHaveLength(2);
    expect(shop.wechat.to(TOKEN).some((call) => call.body.force_refresh === true)).toBe(false);
  });

  test('a call that failed with an old access token leaves a newer stored one alone', async () => {
    const tokens = programs[0]!.get(AccessTokens, { strict: false });
    const old = await tokens.current(account);
    const renewed = await tokens.renewed(account, old);
    expect(await tokens.renewed(account, old)).toEqual(renewed);
    expect(shop.wechat.to(TOKEN)).toHaveLength(2);
  });

  test('a call that WeChat refuses for its access token is tried once more and not forever', async () => {
    shop.wechat.on(PATH, () => ({ errcode: 40001, errmsg: 'invalid credential' }));
    await expect(apis()[0]!.post(account, PATH, {})).rejects.toMatchObject({ code: 40001 });
    expect(shop.wechat.to(PATH)).toHaveLength(2);
  });
});

test.each([
  ['no token', { expires_in: 7200 }],
  ['no lifetime', { access_token: 'x' }],
  ['a lifetime of nothing', { access_token: 'x', expires_in: 0 }],
  ['an error', { errcode: 40125, errmsg: 'invalid appsecret' }],
])('an answer with %s instead of a token does not block the next request for one', async (_what, answer) => {
  shop.wechat.on(TOKEN, () => answer);
  await expect(apis()[0]!.post(account, PATH, {})).rejects.toThrow('No access token');
  shop.wechat.on(TOKEN, () => ({ access_token: 'good', expires_in: 7200 }));
  await apis()[1]!.post(account, PATH, {});
  expect(shop.wechat.to(PATH).map((call) => call.token)).toEqual(['good']);
});
