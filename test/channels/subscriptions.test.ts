import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WechatSending } from '../../src/channels/wechat-official/sending.service.js';
import { WechatTemplates } from '../../src/channels/wechat-official/templates/templates.service.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, push, safely } from './pushing.js';
import { listed, sentBy, Shop } from './shop.js';

const SEND = '/cgi-bin/message/subscribe/bizsend';

const shop = new Shop();
let program: NestExpressApplication;
let accountId: string;

beforeAll(async () => {
  program = await shop.open();
  accountId = await shop.connect(program, { key: 'sends' });
  await program.get(WechatTemplates, { strict: false }).bind(accountId, 'stage', 'zh-CN', {
    kind: 'subscription',
    templateId: 'progress',
    fields: { thing1: 'stage' },
  });
});
beforeEach(async () => {
  shop.wechat.reset();
  shop.wechat.on(SEND, () => ({ errcode: 0, msgid: 5 }));
  await program.get(Database).run(sql`delete from wechat_consent`);
});
afterAll(() => shop.close());

const sending = () => program.get(WechatSending, { strict: false });
const send = () => sending().send(sentBy(accountId, { facts: { stage: '已付款' } }), 'subscription_message');
const routes = () => listed(sending().routes(sentBy(accountId)));
const isAllowed = async () =>
  ['customer_message', 'subscription_message'].toString() === String(await routes());

async function pushConsent(event: string, name: string, status: string, more = {}): Promise<void> {
  const List = { TemplateId: 'progress', SubscribeStatusString: status, ...more };
  const fields = { MsgType: 'event', Event: event, [name]: { List } };
  const body = JSON.stringify({ ...message(), MsgId: undefined, ...fields, CreateTime: ++second });
  expect((await push(program, { ...safely(body), key: 'sends' })).status).toBe(200);
}
let second = 1_795_000_000;
const answerPopup = (status: string) =>
  pushConsent('subscribe_msg_popup_event', 'SubscribeMsgPopupEvent', status);
const withdrawInSettings = () =>
  pushConsent('subscribe_msg_change_event', 'SubscribeMsgChangeEvent', 'reject');

test('each consent allows one subscription message', async () => {
  expect(await routes()).toEqual(['customer_message']);
  await answerPopup('accept');
  await answerPopup('accept');
  expect(await routes()).toEqual(['customer_message', 'subscription_message']);
  expect(await send()).toEqual({ state: 'accepted', providerId: '5' });
  expect(await send()).toMatchObject({ state: 'accepted' });
  expect(await send()).toEqual({ state: 'refused', then: 'fallback', reason: 'no_consent' });
  expect(await routes()).toEqual(['customer_message']);
  expect(shop.wechat.to(SEND)[0]?.body).toEqual({
    touser: 'oWangFang',
    template_id: 'progress',
    data: { thing1: { value: '已付款' } },
  });
  expect(shop.wechat.to(SEND)).toHaveLength(2);
});

test('refusing in a popup withdraws no consent, and the settings withdraw all of them', async () => {
  await answerPopup('accept');
  await answerPopup('reject');
  expect(await isAllowed()).toBe(true);
  await withdrawInSettings();
  expect(await isAllowed()).toBe(false);
});

test('a repeated push of a consent counts once', async () => {
  second += 1;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    second -= 1;
    await answerPopup('accept');
  }
  await send();
  expect(await isAllowed()).toBe(false);
});

test.each([
  ['kept when WeChat refuses the message', 47003, true],
  ['used up when the message may have been shown', -1, false],
])('a consent is %s', async (_what, errcode, left) => {
  await answerPopup('accept');
  shop.wechat.on(SEND, () => ({ errcode, errmsg: 'x' }));
  await send();
  expect(await isAllowed()).toBe(left);
});

test('a consent that WeChat does not know is forgotten here too', async () => {
  await answerPopup('accept');
  await answerPopup('accept');
  shop.wechat.on(SEND, () => ({ errcode: 43101, errmsg: 'user refuse to accept the msg' }));
  expect(await send()).toMatchObject({ then: 'fallback', reason: 'no_consent 43101' });
  expect(await isAllowed()).toBe(false);
});
