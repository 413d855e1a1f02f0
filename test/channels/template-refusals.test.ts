import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { SelfTests } from '../../src/channels/wechat-official/self-test/self-test.service.js';
import { WechatSending } from '../../src/channels/wechat-official/sending.service.js';
import { WechatTemplates } from '../../src/channels/wechat-official/templates/templates.service.js';
import { Alarms } from '../../src/platform/alarms/index.js';
import { listed, sentBy, Shop } from './shop.js';

const TEMPLATE = '/cgi-bin/message/template/send';
const LIST = '/cgi-bin/template/get_all_private_template';
const FIELDS = { character_string1: 'number', thing2: 'stage' };
const STAGE = '财务已受理，正在核对订单与退款';

const shop = new Shop();
let program: NestExpressApplication;
let accountId: string;

beforeAll(async () => {
  program = await shop.open();
  accountId = await shop.connect(program, { key: 'sends' });
});
beforeEach(async () => {
  shop.wechat.reset();
  await bind();
});
afterAll(() => shop.close());

const get = <T>(type: new (...parts: never[]) => T) => program.get(type, { strict: false });
const bind = (templateId = 'tmpl-1') =>
  get(WechatTemplates).bind(accountId, 'stage', 'zh-CN', { templateId, fields: FIELDS });
const send = (stage = STAGE) =>
  get(WechatSending).send(sentBy(accountId, { facts: { number: 'T100001', stage } }), 'template');
const values = () =>
  shop.wechat.to(TEMPLATE).map(({ body }) => body['data'] as Record<string, { value: string }>);
const alarms = async () => (await get(Alarms).standing()).map(({ kind, data }) => ({ kind, ...data }));
const refuse = (errcode: number, errmsg: string, times = Infinity) =>
  shop.wechat.on(TEMPLATE, () => (times-- > 0 ? { errcode, errmsg } : { errcode: 0, msgid: 5 }));
const invalid = (field: string) => `argument invalid! data.${field}.value invalid rid: 65f-1`;

describe('a value that WeChat refuses', () => {
  test('a value that WeChat refuses is sent once more, shortened, if WeChat names it and it means the same', async () => {
    refuse(47003, invalid('thing2'), 1);
    expect(await send()).toMatchObject({ state: 'accepted' });
    expect(values().map(({ thing2 }) => thing2!.value)).toEqual([STAGE, '财务已受理，正在核…']);
    expect(await alarms()).toEqual([]);
  });

  test('a template refused twice is given up for the next route, and the alarm names the field', async () => {
    refuse(47003, invalid('thing2'));
    const reason = 'template_value_refused 47003 field:thing2 rid:65f-1';
    expect(await send()).toEqual({ state: 'refused', then: 'fallback', reason });
    expect(values()).toHaveLength(2);
    const named = { account: 'sends', templateId: 'tmpl-1', purpose: 'stage', field: 'thing2', reason };
    expect(await alarms()).toMatchObject([{ kind: 'account.template_refused', ...named }]);
  });

  test('a refused value is not shortened if that would change its meaning or nothing at all', async () => {
    refuse(47003, invalid('character_string1'));
    expect(await send()).toMatchObject({ then: 'fallback' });
    refuse(47003, invalid('thing2'));
    await send('已付款');
    refuse(47003, 'argument invalid!');
    await send();
    expect(values()).toHaveLength(3);
  });
});

test.each([43116, 40249, 40250, 40251, 40252])(
  'content refused with %i goes out by another route, and the alarm names the template',
  async (code) => {
    refuse(code, 'no rid: 65f-2');
    expect(await send()).toMatchObject({ then: 'fallback', reason: `content_refused ${code} rid:65f-2` });
    expect(await alarms()).toMatchObject([{ templateId: 'tmpl-1', purpose: 'stage' }]);
    expect((await alarms())[0]).not.toHaveProperty('field');
    expect(shop.wechat.to(TEMPLATE)).toHaveLength(1);
  },
);

test('binding another template ends the alarm of the earlier one', async () => {
  refuse(40249, 'no');
  await send();
  await bind('tmpl-2');
  expect(await alarms()).toEqual([]);
});

test('a template that WeChat had lost is used again once a test finds it', async () => {
  const routes = () => listed(get(WechatSending).routes(sentBy(accountId)));
  const tested = async () =>
    get(SelfTests).check((await get(WechatAccounts).byId(accountId))!, { kind: 'system' });
  refuse(40037, 'invalid template_id');
  await send();
  shop.wechat.on(LIST, () => ({ template_list: [] }));
  await tested();
  expect([await routes(), (await alarms()).length]).toEqual([['customer_message'], 1]);
  const content = '单号:{{character_string1.DATA}}\n进度:{{thing2.DATA}}';
  shop.wechat.on(LIST, () => ({ template_list: [{ template_id: 'tmpl-1', title: '进度', content }] }));
  await tested();
  expect([await routes(), await alarms()]).toEqual([['customer_message', 'template'], []]);
});
