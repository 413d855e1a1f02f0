import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { UserSweep } from '../../src/channels/wechat-official/user-sweep.js';
import { WechatUsers } from '../../src/channels/wechat-official/users.service.js';
import { WechatChannel } from '../../src/channels/wechat-official/channel.service.js';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Database, type Sql, sql } from '../../src/platform/database/index.js';
import { Events } from '../../src/platform/events/index.js';
import { message, push, safely } from './pushing.js';
import { Shop, SHOP } from './shop.js';

const INFO = '/cgi-bin/user/info';
const TAGS = '/cgi-bin/tags/get';
const SECOND = { key: 'second', originalId: 'gh_second', appId: 'wxsecond' };

const shop = new Shop();
let program: NestExpressApplication;
beforeAll(async () => {
  program = await shop.open();
  await shop.connect(program, SECOND);
});
beforeEach(() => shop.wechat.reset());
afterAll(() => shop.close());

const rows = <T = Record<string, unknown>>(query: Sql) => program.get(Database).rows<T>(query);
const users = () => program.get(WechatUsers, { strict: false });

/** Lets somebody write to the shop or to its second account. Returns the identity. */
async function writes(openid: string, second = false): Promise<string> {
  const to = second ? SECOND : SHOP;
  const fields = message({ FromUserName: openid, ToUserName: to.originalId });
  const sent = { ...safely(buildXml(fields), { appId: to.appId }), key: to.key };
  expect((await push(program, sent)).status).toBe(200);
  const [row] = await rows<{ id: string }>(sql`select id from identity where external_id = ${openid}`);
  return row!.id;
}

test('WeChat is asked about a customer once soon after the first message, and again after a week', async () => {
  const identityId = await writes('oSoon');
  const sweep = program.get(UserSweep, { strict: false });
  expect(await sweep.plan()).toBe(1);
  expect(await sweep.plan()).toBe(0);
  await rows(
    sql`update wechat_user set read_at = read_at - interval '8 days' where identity_id = ${identityId}`,
  );
  expect(await sweep.plan()).toBe(1);
});

test('WeChat is not asked about customers of an account that it tells nothing', async () => {
  const identityId = await writes('oUnverified');
  await rows(sql`update wechat_account set verified = false`);
  shop.wechat.calls.length = 0;
  await program.get(UserSweep, { strict: false }).read({ identityId });
  expect(shop.wechat.calls).toEqual([]);
  await rows(sql`update wechat_account set verified = true`);
});

test('a customer is stored with the time of following and the names of the tags', async () => {
  shop.wechat.on(INFO, () => ({
    subscribe: 1,
    openid: 'oTold',
    nickname: '',
    subscribe_time: 1_700_000_000,
    subscribe_scene: 'ADD_SCENE_QR_CODE',
    tagid_list: [2, 128],
  }));
  shop.wechat.on(TAGS, () => ({
    tags: [
      { id: 2, name: '星标', count: 1 },
      { id: 128, name: '老客户', count: 5 },
    ],
  }));
  const identityId = await writes('oTold');
  await users().read(identityId);
  await users().read(identityId);
  expect(
    await rows(
      sql`select subscribed, subscribed_at, source, tag_ids from wechat_user where identity_id = ${identityId}`,
    ),
  ).toEqual([
    {
      subscribed: true,
      subscribedAt: new Date(1_700_000_000_000),
      source: 'ADD_SCENE_QR_CODE',
      tagIds: [2, 128],
    },
  ]);
  expect(shop.wechat.to(TAGS)).toHaveLength(1);
  expect(await rows(sql`select name from wechat_tag order by tag_id`)).toEqual([
    { name: '星标' },
    { name: '老客户' },
  ]);
});

test('nothing more is stored about a customer who does not follow', async () => {
  shop.wechat.on(INFO, () => ({ subscribe: 0, openid: 'oGone' }));
  const identityId = await writes('oGone');
  await users().read(identityId);
  expect(
    await rows(sql`select subscribed, subscribed_at from wechat_user where identity_id = ${identityId}`),
  ).toEqual([{ subscribed: false, subscribedAt: null }]);
});

test('identities that share a union id become one customer with all messages', async () => {
  shop.wechat.on(INFO, () => ({ subscribe: 1, unionid: 'uWangFang' }));
  const first = await writes('oFangHere');
  const second = await writes('oFangThere', true);
  await Promise.all([users().read(first), users().read(second)]);
  const found = await rows<{ customerId: string }>(sql`
    select customer_id from identity where union_id = 'uWangFang'
    union all select customer_id from conversation where identity_id in (${first}, ${second})`);
  expect(found).toHaveLength(4);
  expect(new Set(found.map(({ customerId }) => customerId)).size).toBe(1);
  expect(await rows(sql`select 1 from event where name = 'customer.joined'`)).toHaveLength(1);
});

test('a scene code returns what WeChat gave, or the reason why there is none', async () => {
  const own = program.get(WechatChannel, { strict: false });
  const [account] = await rows<{ id: string }>(sql`select id from channel_account where key = 'shop'`);
  const channel = {
    id: account!.id,
    key: 'shop',
    kind: 'wechat-official',
    name: '',
    departmentId: '1',
    enabled: true,
  };
  shop.wechat.on('/cgi-bin/qrcode/create', () => ({
    ticket: 't',
    expire_seconds: 60,
    url: 'http://weixin.qq.com/q/1',
  }));
  expect(await own.sceneCode(channel, 'h_1', 60)).toEqual({ text: 'http://weixin.qq.com/q/1' });
  expect(shop.wechat.to('/cgi-bin/qrcode/create')[0]?.body).toEqual({
    expire_seconds: 60,
    action_name: 'QR_STR_SCENE',
    action_info: { scene: { scene_str: 'h_1' } },
  });
  shop.wechat.on('/cgi-bin/qrcode/create', () => ({ errcode: 48001, errmsg: 'api unauthorized rid: 1-2' }));
  expect(await own.sceneCode(channel, 'h_1', 60)).toEqual({ reason: 'not_granted 48001 rid:1-2' });
});

test('an error of WeChat about showing that somebody types is ignored', async () => {
  const own = program.get(WechatChannel, { strict: false });
  const [account] = await rows<{ id: string }>(sql`select id from channel_account where key = 'shop'`);
  const channel = {
    id: account!.id,
    key: 'shop',
    kind: 'wechat-official',
    name: '',
    departmentId: '1',
    enabled: true,
  };
  shop.wechat.on('/cgi-bin/message/custom/typing', () => ({ errcode: 45081, errmsg: 'already typing' }));
  await own.typing(channel, 'oWangFang');
  expect(shop.wechat.to('/cgi-bin/message/custom/typing').map(({ body }) => body)).toEqual([
    { touser: 'oWangFang', command: 'Typing' },
  ]);
});

test('of somebody who is erased nothing is left here, and WeChat is not asked about them again', async () => {
  const identityId = await writes('oErased');
  await rows(
    sql`insert into wechat_user (identity_id, source, read_at) values (${identityId}, 'ADD_SCENE_QR_CODE', now())`,
  );
  await rows(sql`
    insert into wechat_consent (account_id, external_id, template_id, available, changed_at)
    select account_id, external_id, 'template', 1, now() from identity where id = ${identityId}`);
  await program.get(Database).transaction(async () => {
    const subject = { type: 'customer', id: '1' } as const;
    await program.get(Events).record('customer.erased', subject, { identityIds: [identityId] });
  });
  expect(await rows(sql`select from wechat_consent where external_id = 'oErased'`)).toEqual([]);
  expect(await rows(sql`select source from wechat_user where identity_id = ${identityId}`)).toEqual([
    { source: null },
  ]);
  const planned = await rows(
    sql`select from wechat_user where identity_id = ${identityId} and read_at < now() + interval '1 year'`,
  );
  expect(planned).toEqual([]);
});
