import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WechatSending } from '../../src/channels/wechat-official/sending.service.js';
import { WechatTemplates } from '../../src/channels/wechat-official/templates/templates.service.js';
import type { Outbound } from '../../src/delivery/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { listed, sentBy, Shop } from './shop.js';

const TEMPLATE = '/cgi-bin/message/template/send';

const shop = new Shop();
let program: NestExpressApplication;
let sending: WechatSending;
let accountId: string;

beforeAll(async () => {
  program = await shop.open();
  sending = program.get(WechatSending, { strict: false });
  accountId = await shop.connect(program, { key: 'sends' });
});
beforeEach(async () => {
  shop.wechat.reset();
  await program.get(Database).run(sql`delete from wechat_template`);
});
afterAll(() => shop.close());

const outbound = (content: Partial<Outbound['content']> = {}) => sentBy(accountId, content);

describe('a template', () => {
  const FIELDS = { character_string1: 'number', thing4: 'stage' };
  const facts = { number: 'T100001', stage: '财务已受理,正在核对订单与退款金额并安排打款\n请稍候' };
  const bind = (language: string, templateId: string) =>
    program
      .get(WechatTemplates, { strict: false })
      .bind(accountId, 'stage', language, { templateId, fields: FIELDS });

  test('is a route only where one is bound', async () => {
    expect(await listed(sending.routes(outbound()))).toEqual(['customer_message']);
    await bind('zh-CN', 'tmpl-zh');
    expect(await listed(sending.routes(outbound()))).toEqual(['customer_message', 'template']);
    expect(await listed(sending.routes({ ...outbound(), purpose: 'greeting' }))).toEqual([
      'customer_message',
    ]);
  });

  test('carries our id as its key, our facts within its limits, and keeps the digits of its msgid', async () => {
    await bind('en', 'tmpl-en');
    await bind('zh-CN', 'tmpl-zh');
    shop.wechat.on(
      TEMPLATE,
      (_call, response) => void response.end('{"errcode":0,"msgid":1700827132819554305}'),
    );
    const url = 'https://shop/t/abc';
    expect(await sending.send(outbound({ facts, url }), 'template')).toEqual({
      state: 'accepted',
      providerId: '1700827132819554305',
    });
    expect(shop.wechat.to(TEMPLATE)[0]?.body).toEqual({
      touser: 'oWangFang',
      template_id: 'tmpl-zh',
      url,
      client_msg_id: '77',
      data: {
        character_string1: { value: 'T100001' },
        thing4: { value: '财务已受理,正在核对订单与退款金额并安…' },
      },
    });
  });

  test('is not sent with a value missing', async () => {
    await bind('zh-CN', 'tmpl-zh');
    expect(await sending.send(outbound({ facts: { number: 'T1', stage: ' ' } }), 'template')).toMatchObject({
      then: 'give_up',
      reason: 'template_value_missing',
    });
    expect(shop.wechat.to(TEMPLATE)).toHaveLength(0);
  });

  test.each([
    [40037, 'fallback'],
    [43101, 'fallback'],
    [43004, 'contact_dead'],
  ])('refused with %i: %s, so that the next route is tried where it helps', async (code, then) => {
    await bind('zh-CN', 'tmpl-zh');
    shop.wechat.on(TEMPLATE, () => ({ errcode: code, errmsg: 'no' }));
    expect(await sending.send(outbound({ facts }), 'template')).toMatchObject({ state: 'refused', then });
  });

  test('that WeChat was too busy for may have gone out all the same', async () => {
    await bind('zh-CN', 'tmpl-zh');
    shop.wechat.on(TEMPLATE, () => ({ errcode: -1, errmsg: 'system error' }));
    expect(await sending.send(outbound({ facts }), 'template')).toMatchObject({ state: 'unknown' });
  });

  test('may be repeated, a customer message may not', () => {
    expect([sending.repeatableFor('template'), sending.repeatableFor('customer_message')]).toEqual([600, 0]);
  });
});
