import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WechatSending } from '../../src/channels/wechat-official/sending.service.js';
import { AccountStanding } from '../../src/channels/wechat-official/standing.service.js';
import { WechatTemplates } from '../../src/channels/wechat-official/templates/templates.service.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { listed, sentBy, Shop } from './shop.js';

const TEXT = '/cgi-bin/message/custom/send';
const TEMPLATE = '/cgi-bin/message/template/send';

const shop = new Shop();
let programs: NestExpressApplication[];
let database: Database;
let accountId: string;

beforeAll(async () => {
  programs = [await shop.open(), await shop.start()];
  database = programs[0]!.get(Database);
  accountId = await shop.connect(programs[0]!, { key: 'sends' });
  await programs[0]!
    .get(WechatTemplates, { strict: false })
    .bind(accountId, 'stage', 'zh-CN', { templateId: 'tmpl', fields: { thing1: 'stage' } });
});
beforeEach(async () => {
  shop.wechat.reset();
  await standing().recovered(accountId, { kind: 'system' });
  await database.run(sql`delete from wechat_pause`);
});
afterAll(() => shop.close());

const standing = () => programs[0]!.get(AccountStanding, { strict: false });
const send = (route: 'customer_message' | 'template' = 'customer_message', program = programs[0]!) =>
  program
    .get(WechatSending, { strict: false })
    .send(sentBy(accountId, { facts: { stage: '已付款' } }), route);
const answers = (path: string, errcode: number) => shop.wechat.on(path, () => ({ errcode, errmsg: 'x' }));
const events = async (name: string) =>
  (await database.rows<{ data: object }>(sql`select data from event where name = ${name} order by id`)).map(
    ({ data }) => data,
  );

describe('an account that WeChat no longer serves', () => {
  test('an account that WeChat no longer serves sends nothing from any process, and raises one alarm', async () => {
    const before = (await events('account.broken')).length;
    answers(TEXT, 40164);
    await Promise.all([send(), send()]);
    const asked = shop.wechat.to(TEXT).length;
    expect(await send('template', programs[1])).toEqual({
      state: 'refused',
      then: 'account_broken',
      reason: 'address_not_allowed 40164',
    });
    expect(shop.wechat.to(TEMPLATE)).toHaveLength(0);
    expect(shop.wechat.to(TEXT)).toHaveLength(asked);
    expect((await events('account.broken')).slice(before)).toEqual([{ reason: 'address_not_allowed 40164' }]);
  });

  test('an account with a wrong secret is broken too', async () => {
    await database.run(sql`delete from wechat_token`);
    answers('/cgi-bin/stable_token', 40001);
    await send();
    expect(await standing().obstacle(accountId, TEXT)).toEqual({ reason: 'wrong_app_secret 40001' });
  });

  test('a broken account sends again once it is repaired', async () => {
    answers(TEXT, 50002);
    await send();
    answers(TEXT, 0);
    expect(await send()).toMatchObject({ then: 'account_broken' });
    await standing().recovered(accountId, { kind: 'system' });
    expect(await send()).toEqual({ state: 'accepted' });
  });

  test('a broken account does not affect other accounts', async () => {
    answers(TEXT, 50002);
    await send();
    answers(TEXT, 0);
    const other = await shop.connect(programs[0]!, { key: 'other' });
    const sending = programs[0]!.get(WechatSending, { strict: false });
    expect(await sending.send(sentBy(other), 'customer_message')).toEqual({ state: 'accepted' });
  });
});

describe('a quota that is used up', () => {
  test('an API whose daily quota is used up rests until midnight in Shanghai, and no other API does', async () => {
    answers(TEXT, 45009);
    const refused = (await send()) as { notBefore: Date };
    expect(refused).toMatchObject({ then: 'retry', reason: 'daily_quota 45009' });
    expect(refused.notBefore.toISOString()).toMatch(/T16:00:00\.000Z$/);
    expect(refused.notBefore.getTime() - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
    answers(TEXT, 0);
    answers(TEMPLATE, 0);
    expect(await send()).toEqual({
      state: 'refused',
      then: 'retry',
      reason: 'daily_quota',
      notBefore: refused.notBefore,
    });
    expect(shop.wechat.to(TEXT)).toHaveLength(1);
    expect(await send('template')).toMatchObject({ state: 'accepted' });
  });

  test('an API that was called too fast rests for a minute', async () => {
    answers(TEXT, 45011);
    const { notBefore } = (await send()) as { notBefore: Date };
    expect(Math.abs(notBefore.getTime() - Date.now() - 60_000)).toBeLessThan(5_000);
    await database.run(sql`update wechat_pause set until = until - interval '2 minutes'`);
    answers(TEXT, 0);
    expect(await send()).toEqual({ state: 'accepted' });
  });
});

test('a template that WeChat no longer knows is not used until it is bound again', async () => {
  const sending = programs[0]!.get(WechatSending, { strict: false });
  answers(TEMPLATE, 40037);
  await send('template');
  expect(await listed(sending.routes(sentBy(accountId)))).toEqual(['customer_message']);
  expect(await events('account.template_refused')).toEqual([
    { purpose: 'stage', language: 'zh-CN', reason: 'template_gone 40037' },
  ]);
  await programs[0]!
    .get(WechatTemplates, { strict: false })
    .bind(accountId, 'stage', 'zh-CN', { templateId: 'tmpl-2', fields: { thing1: 'stage' } });
  expect(await listed(sending.routes(sentBy(accountId)))).toEqual(['customer_message', 'template']);
});
