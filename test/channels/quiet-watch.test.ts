import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { QuietWatch } from '../../src/channels/wechat-official/quiet-watch.service.js';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, push, safely } from './pushing.js';
import { Shop } from './shop.js';

const shop = new Shop();
let program: NestExpressApplication;
let accountId: string;

beforeAll(async () => {
  program = await shop.open();
  accountId = (await get(WechatAccounts).byKey('shop'))!.channel.id;
});
beforeEach(async () => {
  await get(Database).run(sql`delete from wechat_tally`);
  await get(Database).run(sql`delete from inbound_key`);
  await get(Database).run(
    sql`update channel_account set created_at = now() - interval '60 days', enabled = true`,
  );
  await get(QuietWatch).look();
});
afterAll(() => shop.close());

const get = <T>(type: new (...parts: never[]) => T) => program.get(type, { strict: false });
const alarms = async () =>
  (await get(Alarms).standing()).map(({ kind, data }) => ({
    kind,
    account: (data as { account: string }).account,
  }));

/** Counts so many callbacks in every hour of the last four weeks. The last came so many hours ago. */
async function countCallbacks(perHour: number, hoursAgo: number): Promise<void> {
  await get(Database).run(sql`
    insert into wechat_tally (account_id, kind, began, count, last_at)
    select ${accountId}, 'received', began, ${perHour}, began + interval '59 minutes'
      from generate_series(date_trunc('hour', now()) - interval '28 days', date_trunc('hour', now()) - make_interval(hours => ${hoursAgo}), interval '1 hour') began`);
}

test('a busy account from which nothing has come for hours raises an alarm, once, until something comes', async () => {
  await countCallbacks(20, 3);
  await get(QuietWatch).look();
  await get(QuietWatch).look();
  expect(await alarms()).toEqual([{ kind: 'account.quiet', account: 'shop' }]);
  expect((await push(program, safely(buildXml(message())))).status).toBe(200);
  await get(QuietWatch).look();
  expect(await alarms()).toEqual([]);
  const { count } = await get(Database).one<{ count: number }>(sql`
    select sum(count)::int count from wechat_tally where kind = 'received' and began >= date_trunc('hour', now(), 'UTC')`);
  expect(count).toBe(1);
});

test('an account that is usually quiet at this hour, new or switched off raises no alarm', async () => {
  await countCallbacks(1, 3);
  await get(QuietWatch).look();
  expect(await alarms()).toEqual([]);
  await becomeBusy();
  await get(Database).run(sql`update channel_account set created_at = now() - interval '5 days'`);
  await get(QuietWatch).look();
  expect(await alarms()).toEqual([]);
  await get(Database).run(
    sql`update channel_account set created_at = now() - interval '60 days', enabled = false`,
  );
  await get(QuietWatch).look();
  expect(await alarms()).toEqual([]);
  await get(Database).run(sql`update channel_account set enabled = true`);
  await get(QuietWatch).look();
  expect(await alarms()).toHaveLength(1);
});

async function becomeBusy(): Promise<void> {
  await get(Database).run(sql`delete from wechat_tally`);
  await countCallbacks(20, 3);
}

test('callback counts older than the compared weeks are deleted', async () => {
  await countCallbacks(1, 3);
  await get(Database).run(sql`update wechat_tally set began = began - interval '30 days'`);
  await get(QuietWatch).look();
  const [{ oldest }] = (await get(Database).rows<{ oldest: number }>(sql`
    select extract(day from now() - min(began))::int oldest from wechat_tally`)) as [{ oldest: number }];
  expect(oldest).toBeLessThanOrEqual(36);
});
