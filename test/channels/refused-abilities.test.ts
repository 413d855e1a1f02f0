import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { WechatSceneCodes } from '../../src/channels/wechat-official/scene-codes.service.js';
import { SelfTests } from '../../src/channels/wechat-official/self-test/self-test.service.js';
import { WechatSending } from '../../src/channels/wechat-official/sending.service.js';
import { WechatTemplates } from '../../src/channels/wechat-official/templates/templates.service.js';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Episodes, Outbox } from '../../src/conversations/index.js';
import { type Route, Sending } from '../../src/delivery/index.js';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, push, safely } from './pushing.js';
import { listed, sentBy, Shop } from './shop.js';

const TEXT = '/cgi-bin/message/custom/send';
const TEMPLATE = '/cgi-bin/message/template/send';
const CODE = '/cgi-bin/qrcode/create';
const LIST = '/cgi-bin/template/get_all_private_template';
const REASON = 'not_granted 48001 rid:65f-1';

const shop = new Shop();
let programs: NestExpressApplication[];
let accountId: string;
let other: string;

beforeAll(async () => {
  programs = [await shop.open(), await shop.start()];
  accountId = await shop.connect(programs[0]!, { key: 'sends' });
  other = await shop.connect(programs[0]!, { key: 'other' });
  await get(WechatTemplates).bind(accountId, 'stage', 'zh-CN', {
    templateId: 't1',
    fields: { thing1: 'stage' },
  });
});
beforeEach(async () => {
  shop.wechat.reset();
  const kinds = { template_list: [{ template_id: 't1', title: '进度', content: '{{thing1.DATA}}' }] };
  shop.wechat.on(LIST, () => kinds);
  shop.wechat.on(TEXT, () => ({ errcode: 0 }));
  shop.wechat.on(TEMPLATE, () => ({ errcode: 0, msgid: 5 }));
  await tested();
  shop.wechat.calls.length = 0;
});
afterAll(() => shop.close());

const get = <T>(type: new (...parts: never[]) => T, program = programs[0]!) =>
  program.get(type, { strict: false });
const refuse = (path: string) =>
  shop.wechat.on(path, () => ({ errcode: 48001, errmsg: 'api unauthorized rid: 65f-1' }));
const send = (route: Route, program = programs[0], id = accountId) =>
  get(WechatSending, program).send(sentBy(id, { facts: { stage: '已付款' } }), route);
const routes = (id = accountId) => listed(get(WechatSending).routes(sentBy(id)));
const alarms = async () => (await get(Alarms).standing()).map(({ kind, data }) => ({ kind, ...data }));
const tested = async () =>
  get(SelfTests).check((await get(WechatAccounts).byId(accountId))!, { kind: 'system' });

test('customer messages that WeChat does not grant take another route in every process, with one alarm', async () => {
  refuse(TEXT);
  expect(await send('customer_message')).toEqual({ state: 'refused', then: 'retry', reason: REASON });
  expect(await routes()).toEqual(['template', 'customer_message']);
  expect(await send('template')).toMatchObject({ state: 'accepted' });
  expect(await send('customer_message', programs[1])).toEqual({
    state: 'refused',
    then: 'account_broken',
    reason: REASON,
  });
  expect(shop.wechat.to(TEXT)).toHaveLength(1);
  const alarm = {
    kind: 'account.ability_refused',
    account: 'sends',
    ability: 'customer_message',
    reason: REASON,
  };
  expect(await alarms()).toMatchObject([alarm]);
  shop.wechat.on(TEXT, () => ({ errcode: 0 }));
  expect(await send('customer_message', programs[0], other)).toEqual({ state: 'accepted' });
});

test('templates that WeChat does not grant are no route to a customer', async () => {
  refuse(TEMPLATE);
  expect(await send('template')).toMatchObject({ then: 'fallback', reason: REASON });
  expect(await routes()).toEqual(['customer_message']);
  expect(await send('template')).toMatchObject({ then: 'fallback', reason: REASON });
  expect(shop.wechat.to(TEMPLATE)).toHaveLength(1);
});

test('a refused ability that notifies no customers is switched off without an alarm', async () => {
  refuse(CODE);
  const make = () => get(WechatSceneCodes).make(accountId, 'h_1', 60);
  expect(await make()).toEqual({ reason: REASON });
  expect(await make()).toEqual({ reason: REASON });
  expect([shop.wechat.to(CODE).length, await alarms()]).toEqual([1, []]);
});

test('a self-test tries every refused ability again and reports those that are still refused', async () => {
  refuse(TEXT);
  refuse(LIST);
  await send('customer_message');
  const { ok, steps } = await tested();
  expect(ok).toBe(true);
  expect(steps.find(({ step }) => step === 'templates')).toMatchObject({
    state: 'attention',
    reason: REASON,
  });
  shop.wechat.on(TEXT, () => ({ errcode: 0 }));
  expect(await send('customer_message')).toEqual({ state: 'accepted' });
  expect(await alarms()).toMatchObject([{ ability: 'template' }]);
  const told = await get(Database).rows<{ name: string }>(sql`
    select data from event where name = 'account.ability_tried' and data ->> 'ability' = 'customer_message'`);
  expect(told.length).toBeGreaterThan(0);
});

test('messages that wait for a refused ability go out as soon as the account is tested', async () => {
  await push(programs[0]!, { ...safely(buildXml(message())), key: 'sends' });
  refuse(TEXT);
  const { id: identityId } = await get(Database).one<{ id: string }>(
    sql`select id from identity where account_id = ${accountId}`,
  );
  await get(Database).transaction(async () => {
    const episode = await get(Episodes).forNotice(identityId);
    const said = {
      reasonKey: 'r',
      purpose: 'reply',
      content: { text: '马上' },
      author: { kind: 'system' as const },
    };
    await get(Outbox).plan({ ...said, identityId, episode });
  });
  const state = () =>
    get(Database).one<object>(sql`select state, split_part(reason, ' ', 1) reason from delivery`);
  await get(Sending).drain();
  await get(Database).run(sql`update delivery set due_at = now() where state = 'planned'`);
  await get(Sending).drain();
  expect(await state()).toEqual({ state: 'planned', reason: 'not_granted' });
  expect(shop.wechat.to(TEXT)).toHaveLength(1);
  shop.wechat.on(TEXT, () => ({ errcode: 0 }));
  await get(Sending).drain();
  expect(await state()).toMatchObject({ state: 'planned' });
  await tested();
  await get(Sending).drain();
  expect(await state()).toMatchObject({ state: 'accepted' });
});
