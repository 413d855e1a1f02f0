import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { gesture, get, openStandIn, type StandIn, tokenOf, XIAOYU } from './stand-in.js';

const APP = { appid: 'wx1234567890abcdef', appsecret: 'the-secret' };

let wechat: StandIn;
beforeAll(async () => {
  wechat = await openStandIn();
});
beforeEach(async () => {
  await wechat.clock.moveTo(new Date('2026-11-10T04:00:00Z'));
  await rows(sql`delete from sandbox.access_token`);
  await rows(sql`delete from sandbox.quota_cleared`);
  await rows(sql`delete from sandbox.call_count`);
});
afterAll(() => wechat.close());

const rows = (query: ReturnType<typeof sql>) => wechat.server.get(Database).rows(query);
const info = () => get(wechat, 'user/info', `&openid=${XIAOYU}`);
const clear = () => wechat.call('clear_quota', { appid: APP.appid });
const bySecret = async (more = {}): Promise<unknown> => {
  const body = JSON.stringify({ ...APP, ...more });
  return (await wechat.ask('/sandbox/wechat/cgi-bin/clear_quota/v2', { method: 'POST', body })).json();
};
/** Counts as many calls as if only one were left of the day. */
async function allButOne(api: string, most: number): Promise<void> {
  await rows(sql`update sandbox.call_count set count = ${most - 1} where api = ${api}`);
}

test('a daily quota that is used up closes one API until midnight in Shanghai', async () => {
  await info();
  await allButOne('user/info', 5_000_000);
  expect(await info()).toMatchObject({ subscribe: 1 });
  expect(await info()).toMatchObject({ errcode: 45009 });
  expect(await wechat.call('qrcode/create', {})).toMatchObject({ errcode: 47001 });
  await wechat.clock.moveTo(new Date('2026-11-10T15:59:59Z'));
  await rows(sql`delete from sandbox.access_token`);
  expect(await info()).toMatchObject({ errcode: 45009 });
  await wechat.clock.moveTo(new Date('2026-11-10T16:00:00Z'));
  expect(await info()).toMatchObject({ subscribe: 1 });
});

test('a quota begins anew when it is cleared, which is possible ten times a month', async () => {
  await info();
  await allButOne('user/info', 5_000_000);
  await info();
  expect(await clear()).toEqual({ errcode: 0, errmsg: 'ok' });
  expect(await info()).toMatchObject({ subscribe: 1 });
  for (let turn = 1; turn < 10; turn++) expect(await bySecret()).toMatchObject({ errcode: 0 });
  expect(await bySecret()).toMatchObject({ errcode: 48006 });
  expect(await clear()).toMatchObject({ errcode: 48006 });
  await wechat.clock.moveTo(new Date('2026-11-30T16:00:00Z'));
  expect(await bySecret()).toMatchObject({ errcode: 0 });
});

test('a quota cannot be cleared without a token or the AppSecret', async () => {
  expect(await bySecret({ appsecret: 'guess' })).toMatchObject({ errcode: 40125 });
  expect(await bySecret({ appid: 'wx0' })).toMatchObject({ errcode: 40013 });
  expect(await wechat.call('clear_quota', { appid: 'wx0' })).toMatchObject({ errcode: 40013 });
});

test('clearing restores a quota that was used up from the page of the phone', async () => {
  await gesture(wechat, 'PUT', `${XIAOYU}/condition`, { condition: 'quota' });
  await tokenOf(wechat.ask);
  expect(await info()).toMatchObject({ errcode: 45009 });
  await bySecret();
  expect(await info()).toMatchObject({ subscribe: 1 });
});
