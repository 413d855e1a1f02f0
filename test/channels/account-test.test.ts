import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AccountTest } from '../../src/channels/wechat-official/account-test.service.js';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { WechatSending } from '../../src/channels/wechat-official/sending.service.js';
import { AccountStanding } from '../../src/channels/wechat-official/standing.service.js';
import { WechatTemplates } from '../../src/channels/wechat-official/templates.service.js';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Shop, sentBy } from './shop.js';

const TOKEN = '/cgi-bin/stable_token';
const LIST = '/cgi-bin/template/get_all_private_template';
const TEXT = '/cgi-bin/message/custom/send';

const shop = new Shop();
let program: NestExpressApplication;
let accountId: string;

beforeAll(async () => {
  program = await shop.open();
  accountId = await shop.connect(program, { key: 'sends' });
});
beforeEach(() => {
  shop.wechat.reset();
  shop.wechat.on(TEXT, () => ({ errcode: 0, errmsg: 'ok' }));
  shop.wechat.on(LIST, () => ({ template_list: [{ template_id: 'tmpl' }] }));
});
afterAll(() => shop.close());

const get = <T>(type: new (...parts: never[]) => T) => program.get(type, { strict: false });
const send = () => get(WechatSending).send(sentBy(accountId), 'customer_message');
const run = async (id = accountId) =>
  get(AccountTest).run((await get(WechatAccounts).byId(id))!, { kind: 'system' });
const refuse = (path: string, errcode: number) => shop.wechat.on(path, () => ({ errcode, errmsg: 'x' }));
const alarms = async () => (await get(Alarms).standing()).map(({ data }) => data);

test('asks for a new token although one is kept, and reads the templates', async () => {
  await send();
  const asked = shop.wechat.to(TOKEN).length;
  expect(await run()).toEqual({
    ok: true,
    resumed: false,
    steps: [
      { step: 'token', state: 'passed', reason: null },
      { step: 'templates', state: 'passed', reason: null },
    ],
  });
  expect(shop.wechat.to(TOKEN)).toHaveLength(asked + 1);
});

test('lets an account that was mended send again, and ends its alarm', async () => {
  await get(AccountStanding).broken(accountId, 'wrong_app_secret 40125');
  expect(await send()).toMatchObject({ then: 'account_broken' });
  expect(await run()).toMatchObject({ ok: true, resumed: true });
  expect(await alarms()).toEqual([]);
  expect(await send()).toEqual({ state: 'accepted' });
});

test('tells what is in the way now, where something else is', async () => {
  await get(AccountStanding).broken(accountId, 'wrong_app_secret 40125');
  refuse(TOKEN, 40164);
  expect(await run()).toEqual({
    ok: false,
    resumed: false,
    steps: [{ step: 'token', state: 'failed', reason: 'address_not_allowed 40164' }],
  });
  expect(await get(AccountStanding).obstacle(accountId, TEXT)).toEqual({
    reason: 'address_not_allowed 40164',
  });
  expect(await alarms()).toMatchObject([{ reason: 'address_not_allowed 40164' }]);
});

test('stops an account that it finds broken, and leaves one alone that WeChat was only too busy for', async () => {
  await run();
  refuse(LIST, -1);
  expect(await run()).toMatchObject({ ok: false, steps: [{ state: 'passed' }, { state: 'failed' }] });
  expect(await send()).toEqual({ state: 'accepted' });
  refuse(LIST, 50002);
  expect(await run()).toMatchObject({ ok: false });
  expect(await send()).toMatchObject({ then: 'account_broken' });
});

test('says when a bound template is no longer there, and does not ask what the account may not', async () => {
  await get(WechatTemplates).bind(accountId, 'stage', 'zh-CN', {
    templateId: 'gone',
    fields: { thing1: 'stage' },
  });
  const { ok, steps } = await run();
  expect([ok, steps[1]]).toEqual([true, { step: 'templates', state: 'attention', reason: 'template_gone' }]);
  const other = await shop.connect(program, { key: 'letters', type: 'subscription' });
  const listed = shop.wechat.to(LIST).length;
  expect((await run(other)).steps[1]).toMatchObject({ state: 'skipped' });
  expect(shop.wechat.to(LIST)).toHaveLength(listed);
});
