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

  test('a template is a route only if one is bound for the purpose', async () => {
    expect(await listed(sending.routes(outbound()))).toEqual(['customer_message']);
    await bind('zh-CN', 'tmpl-zh');
    expect(await listed(sending.routes(outbound()))).toEqual(['customer_message', 'template']);
    expect(await listed(sending.routes({ ...outbound(), purpose: 'greeting' }))).toEqual([
      'customer_message',
    ]);
  });

  test('a template carries our id as its key and shortened facts, and the digits of its msgid are kept', async () => {
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

  test('a template is not sent with a value missing, and the notice goes on to the next route', async () => {
    await bind('zh-CN', 'tmpl-zh');
    expect(await sending.send(outbound({ facts: { number: 'T1', stage: ' ' } }), 'template')).toMatchObject({
      then: 'fallback',
      reason: 'template_value_missing field:thing4',
    });
    expect(shop.wechat.to(TEMPLATE)).toHaveLength(0);
  });

  test.each([
    [40037, 'fallback'],
    [43101, 'fallback'],
    [43004, 'contact_dead'],
  ])('a template that WeChat refuses with %i has the consequence "%s"', async (code, then) => {
    await bind('zh-CN', 'tmpl-zh');
    shop.wechat.on(TEMPLATE, () => ({ errcode: code, errmsg: 'no' }));
    expect(await sending.send(outbound({ facts }), 'template')).toMatchObject({ state: 'refused', then });
  });

  test('a template has an unknown outcome if WeChat was too busy to answer', async () => {
    await bind('zh-CN', 'tmpl-zh');
    shop.wechat.on(TEMPLATE, () => ({ errcode: -1, errmsg: 'system error' }));
    expect(await sending.send(outbound({ facts }), 'template')).toMatchObject({ state: 'unknown' });
  });

  test('a template may be repeated, and a customer message may not', () => {
    expect([sending.repeatableFor('template'), sending.repeatableFor('customer_message')]).toEqual([600, 0]);
  });
});
