import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import type { Step } from '../../src/channels/wechat-official/self-test/self-test.js';
import { SelfTests } from '../../src/channels/wechat-official/self-test/self-test.service.js';
import { WechatSending } from '../../src/channels/wechat-official/sending.service.js';
import { AccountStanding } from '../../src/channels/wechat-official/standing.service.js';
import { WechatTemplates } from '../../src/channels/wechat-official/templates/templates.service.js';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Shop, sentBy } from './shop.js';

const TOKEN = '/cgi-bin/stable_token';
const LIST = '/cgi-bin/template/get_all_private_template';
const SUBSCRIPTIONS = '/wxaapi/newtmpl/gettemplate';
const TEXT = '/cgi-bin/message/custom/send';
const TIME = '/cgi-bin/get_api_domain_ip';

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
  shop.wechat.on(LIST, () => ({ template_list: [] }));
});
afterAll(() => shop.close());

const get = <T>(type: new (...parts: never[]) => T) => program.get(type, { strict: false });
const send = () => get(WechatSending).send(sentBy(accountId), 'customer_message');
const start = async (id = accountId) =>
  get(SelfTests).start((await get(WechatAccounts).byId(id))!, 'zh-CN', { kind: 'system' });
const stepOf = async (step: Step, id = accountId) =>
  (await start(id)).test.steps.find((one) => one.step === step);
const refuse = (path: string, errcode: number, errmsg = 'x') =>
  shop.wechat.on(path, () => ({ errcode, errmsg }));
const alarms = async () => (await get(Alarms).standing()).map(({ data }) => data);

describe('the credentials', () => {
  test('a test proves the credentials with a new token even if one is stored', async () => {
    await send();
    const asked = shop.wechat.to(TOKEN).length;
    const { ok, resumed, test } = await start();
    expect({ ok, resumed }).toEqual({ ok: true, resumed: false });
    expect(test.steps.slice(0, 4)).toMatchObject([
      { step: 'token', state: 'passed', reason: null },
      { step: 'address', state: 'passed' },
      { step: 'clock', state: 'passed' },
      { step: 'templates', state: 'skipped', reason: 'template_unbound' },
    ]);
    expect(shop.wechat.to(TOKEN)).toHaveLength(asked + 1);
  });

  test('a test with corrected credentials lets the account send again and ends its alarm', async () => {
    await get(AccountStanding).broken(accountId, 'wrong_app_secret 40125');
    expect(await send()).toMatchObject({ then: 'account_broken' });
    expect(await start()).toMatchObject({ ok: true, resumed: true });
    expect(await alarms()).toEqual([]);
    expect(await send()).toEqual({ state: 'accepted' });
  });

  test('a test tells a wrong secret from an address that is not allowed, and names the address', async () => {
    await get(AccountStanding).broken(accountId, 'wrong_app_secret 40125');
    refuse(TOKEN, 40164, 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 65f-1');
    const { ok, resumed, test } = await start();
    const reason = 'address_not_allowed 40164 ip:203.0.113.7 rid:65f-1';
    expect({ ok, resumed }).toEqual({ ok: false, resumed: false });
    expect(test.steps).toMatchObject([
      { step: 'token', state: 'skipped', reason: 'address_first' },
      { step: 'address', state: 'failed', reason, facts: { address: '203.0.113.7' } },
      { step: 'clock', state: 'passed' },
      { step: 'templates', state: 'skipped', reason: 'token_first' },
      ...Array.from({ length: 8 }, () => ({})),
    ]);
    expect(await get(AccountStanding).obstacle(accountId, TEXT)).toEqual({ reason });
    expect(await alarms()).toMatchObject([{ reason }]);
    refuse(TOKEN, 40125);
    expect((await start()).test.steps.slice(0, 2)).toMatchObject([
      { state: 'failed', reason: 'wrong_app_secret 40125' },
      { state: 'skipped', reason: 'token_first' },
    ]);
  });

  test('a test stops the account if WeChat restricts it, and not if WeChat is only busy', async () => {
    await start();
    refuse(LIST, -1);
    expect(await start()).toMatchObject({ ok: false });
    expect(await send()).toEqual({ state: 'accepted' });
    refuse(LIST, 50002);
    expect(await start()).toMatchObject({ ok: false });
    expect(await send()).toMatchObject({ then: 'account_broken' });
    shop.wechat.on(LIST, () => ({ template_list: [] }));
    await start();
  });
});

describe('the steps that need no phone', () => {
  const check = async () =>
    get(SelfTests).check((await get(WechatAccounts).byId(accountId))!, { kind: 'system' });

  test('checking what needs no phone leaves a test alone that waits for a phone', async () => {
    const { test: waits } = await start();
    const { ok, steps } = await check();
    expect(ok).toBe(true);
    expect(steps.map(({ step, state, reason }) => [step, state, reason])).toEqual([
      ['token', 'passed', null],
      ['address', 'passed', null],
      ['clock', 'passed', null],
      ['templates', 'skipped', 'template_unbound'],
      ['callback', 'skipped', 'nothing_came'],
      ['signature', 'skipped', 'nothing_came'],
    ]);
    expect(await get(SelfTests).latest(accountId)).toMatchObject({ id: waits.id, over: false });
  });

  test('checking what needs no phone says what is wrong', async () => {
    refuse(TOKEN, 40125);
    expect(await check()).toMatchObject({
      ok: false,
      steps: [{ reason: 'wrong_app_secret 40125' }, {}, {}, {}, {}, {}],
    });
    shop.wechat.reset();
    shop.wechat.on(LIST, () => ({ template_list: [] }));
    expect(await check()).toMatchObject({ ok: true, resumed: true });
  });
});

describe('the code that opens the account', () => {
  const CODE = '/cgi-bin/qrcode/create';

  test('a code that opens the account is made with the test and lasts as long', async () => {
    const { test } = await start();
    expect(test.code).toBe('http://weixin.qq.com/q/code');
    expect(shop.wechat.to(CODE)[0]!.body).toMatchObject({ expire_seconds: 600, action_name: 'QR_STR_SCENE' });
  });

  test('the code is missing when WeChat makes none, and not asked for when the account may have none', async () => {
    refuse(CODE, 45009);
    expect((await start()).test.code).toBeNull();
    const other = await shop.connect(program, { key: 'papers', type: 'subscription' });
    shop.wechat.calls.length = 0;
    expect((await start(other)).test.code).toBeNull();
    expect(shop.wechat.to(CODE)).toEqual([]);
  });
});

describe('the clock', () => {
  const answerWithTime = (time: number) =>
    shop.wechat.on(TIME, (_call, response) => {
      response.setHeader('date', new Date(time).toUTCString());
      return { errcode: 41001 };
    });

  test('the clock is compared with the time in WeChat’s answers', async () => {
    answerWithTime(Date.now() + 125_000);
    const { state, reason, facts } = (await stepOf('clock'))!;
    expect({ state, reason }).toEqual({ state: 'failed', reason: 'clock_off' });
    expect(facts.aheadS).toBeGreaterThanOrEqual(-127);
    expect(facts.aheadS).toBeLessThanOrEqual(-123);
  });

  test('the step of the clock waits for a push when WeChat does not answer', async () => {
    shop.wechat.on(TIME, (_call, response) => void response.destroy());
    expect(await stepOf('clock')).toMatchObject({ state: 'waiting' });
  });
});

describe('the templates', () => {
  beforeEach(() => get(Database).run(sql`delete from wechat_template`));
  const bind = (templateId: string, fields: Record<string, string>, purpose = 'stage') =>
    get(WechatTemplates).bind(accountId, purpose, 'zh-CN', { templateId, fields });
  const CONTENT = '单号:{{character_string1.DATA}}\n进度:{{ thing2.DATA }}';
  const listed = (...more: object[]) =>
    shop.wechat.on(LIST, () => ({
      template_list: [{ template_id: 'tmpl-1', title: '进度通知', content: CONTENT }, ...more],
    }));

  test('the step of the templates passes when all have the keywords that are bound', async () => {
    listed({ template_id: 'tmpl-9', title: '退款通知', content: '' });
    await bind('tmpl-1', { character_string1: 'number', thing2: 'stage' });
    expect(await stepOf('templates')).toMatchObject({ state: 'passed', facts: {} });
  });

  test('missing templates and other keywords are named, and the account keeps working', async () => {
    listed();
    await bind('tmpl-0', { thing1: 'stage' }, 'refund_paid');
    await bind('tmpl-1', { character_string1: 'number', thing3: 'stage' });
    const { ok, test } = await start();
    const templates = test.steps.find(({ step }) => step === 'templates')!;
    expect([ok, templates.state, templates.reason]).toEqual([true, 'attention', 'template_gone']);
    const one = { templateId: 'tmpl-1', title: '进度通知', purposes: ['stage'] };
    expect(templates.facts.templates).toEqual([
      { problem: 'gone', templateId: 'tmpl-0', title: '', purposes: ['refund_paid'], keywords: [] },
      { ...one, problem: 'unknown_keyword', keywords: ['thing3'] },
      { ...one, problem: 'empty_keyword', keywords: ['thing2'] },
    ]);
  });

  test('subscription templates are asked for if any are bound, and compared in the same way', async () => {
    listed();
    await bind('tmpl-1', { character_string1: 'number', thing2: 'stage' });
    expect(shop.wechat.to(SUBSCRIPTIONS)).toEqual([]);
    const subscription = { kind: 'subscription' as const, templateId: 'sub-1', fields: { thing2: 'stage' } };
    await get(WechatTemplates).bind(accountId, 'stage', 'zh-CN', subscription);
    const data = [
      { priTmplId: 'sub-1', title: '进展提醒', content: '进度:{{thing2 20个以内字符.DATA}}\n', type: 2 },
    ];
    shop.wechat.on(SUBSCRIPTIONS, () => ({ errcode: 0, errmsg: 'ok', data }));
    expect(await stepOf('templates')).toMatchObject({ state: 'passed' });
    data[0]!.content += '备注:{{thing3.DATA}}\n';
    expect(await stepOf('templates')).toMatchObject({
      state: 'attention',
      facts: { templates: [{ templateId: 'sub-1', problem: 'empty_keyword', keywords: ['thing3'] }] },
    });
    data.length = 0;
    expect(await stepOf('templates')).toMatchObject({
      reason: 'template_gone',
      facts: { templates: [{ templateId: 'sub-1', problem: 'gone', purposes: ['stage'] }] },
    });
  });

  test('a test warns when two templates are meant for the same purpose', async () => {
    listed({ template_id: 'tmpl-2', title: '进度通知', content: CONTENT });
    await bind('tmpl-1', { character_string1: 'number', thing2: 'stage' });
    await bind('tmpl-1', { character_string1: 'number', thing2: 'stage' }, 'refund_paid');
    expect(await stepOf('templates')).toMatchObject({
      state: 'attention',
      reason: 'template_twice',
      facts: { templates: [{ purposes: ['refund_paid', 'stage'], keywords: ['tmpl-2'] }] },
    });
  });

  test('templates are not asked for when the account may have none', async () => {
    const other = await shop.connect(program, { key: 'letters', type: 'subscription' });
    expect(await stepOf('templates', other)).toMatchObject({
      state: 'skipped',
      reason: 'account_not_entitled',
    });
    expect(shop.wechat.to(LIST)).toEqual([]);
  });
});
