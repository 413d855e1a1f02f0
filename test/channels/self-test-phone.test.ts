import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { SelfTestAnswers } from '../../src/channels/wechat-official/self-test/answers.service.js';
import { SelfTestFetching } from '../../src/channels/wechat-official/self-test/fetching.service.js';
import type { SelfTest, Step } from '../../src/channels/wechat-official/self-test/self-test.js';
import { SelfTests } from '../../src/channels/wechat-official/self-test/self-test.service.js';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Sending } from '../../src/delivery/index.js';
import { Replay } from '../../src/conversations/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, nowSeconds, push, safely, signedQuery, verify } from './pushing.js';
import { Shop } from './shop.js';
import { ledgerOf } from '../support/ledger.js';

const SEND = '/cgi-bin/message/custom/send';
const UPLOAD = '/cgi-bin/media/upload';
const MEDIA = '/cgi-bin/media/get';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const AMR = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(320, 0x3c)]);

const shop = new Shop();
let program: NestExpressApplication;
let accountId: string;

beforeAll(async () => {
  program = await shop.open();
  accountId = (await get(WechatAccounts).byKey('shop'))!.channel.id;
});
beforeEach(async () => {
  shop.wechat.reset();
  shop.wechat.on('/cgi-bin/template/get_all_private_template', () => ({ template_list: [] }));
  shop.wechat.on(SEND, () => ({ errcode: 0, errmsg: 'ok' }));
  shop.wechat.on(UPLOAD, () => ({ media_id: 'uploaded' }));
  shop.wechat.on(MEDIA, (_call, response) => void response.end(PNG));
  await get(Database).run(sql`delete from inbound_key`);
  await get(Database).run(sql`delete from wechat_tally`);
  await noJobs();
});
afterAll(() => shop.close());

const get = <T>(type: new (...parts: never[]) => T) => program.get(type, { strict: false });
const start = async (id = accountId) =>
  (await get(SelfTests).start((await get(WechatAccounts).byId(id))!, 'en', { kind: 'system' })).test;
const latest = async (id = accountId): Promise<SelfTest> => (await get(SelfTests).latest(id))!;
const step = async (name: Step, id = accountId) => (await latest(id)).steps.find((one) => one.step === name)!;
const states = async (...names: Step[]) =>
  (await latest()).steps.filter((one) => names.includes(one.step)).map(({ state }) => state);

/** From the phone of the administrator, unless another's. */
async function sends(
  fields: Parameters<typeof message>[0],
  to: Parameters<typeof safely>[1] = {},
  key = 'shop',
) {
  const sent = safely(buildXml(message({ FromUserName: 'oWuTao', ...fields })), to);
  return push(program, { ...sent, key });
}
const word = (text: string, more = {}) => sends({ Content: text, ...more });
const picture = (more = {}) => sends({ MsgType: 'image', MediaId: 'pic-1', PicUrl: 'http://p/1', ...more });

/** What the jobs do. */
async function answered(): Promise<void> {
  await get(SelfTestAnswers).run({ testId: (await latest()).id });
  await get(Sending).drain();
}
async function fetched(name: 'image_in' | 'voice_in'): Promise<void> {
  const { rows } = await jobs('wechat.self_test_fetch');
  expect(rows).toMatchObject([{ step: name }]);
  await get(SelfTestFetching).run(rows[0] as Parameters<SelfTestFetching['run']>[0]);
}
async function jobs(task: string): Promise<{ rows: object[] }> {
  const rows = await get(Database).rows<{ payload: object }>(sql`
    select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = ${task} order by j.id`);
  return { rows: rows.map(({ payload }) => payload) };
}
const noJobs = () => get(Database).run(sql`delete from graphile_worker._private_jobs`);
const said = () => get(Database).rows(sql`select direction, kind from message order by id`);
/** Nothing that comes in can be handled meanwhile: its envelope is kept. */
async function whileBroken(work: () => Promise<unknown>): Promise<void> {
  await get(Database).run(sql`alter table contact_window add constraint broken check (false) not valid`);
  await work();
  await get(Database).run(sql`alter table contact_window drop constraint broken`);
}
const clear = () => get(Database).run(sql`truncate message, conversation cascade`);

describe('the word of a test', () => {
  test('sent from a phone proves the way in, opens a window, and is nobody’s work', async () => {
    const { word: sent } = await start();
    expect(await states('callback', 'signature', 'text_in')).toEqual(['waiting', 'waiting', 'waiting']);
    expect((await word(` ${sent.toUpperCase()}。`)).status).toBe(200);
    expect(await states('callback', 'signature', 'clock', 'text_in')).toEqual(Array(4).fill('passed'));
    expect(await said()).toEqual([]);
    const { identityId } = await get(Database).one<{ identityId: string }>(
      sql`select identity_id from wechat_test order by id desc limit 1`,
    );
    expect(await ledgerOf({ get }, identityId)).toMatchObject({ remaining: 5 });
    expect((await jobs('wechat.self_test_answer')).rows).toHaveLength(1);
  });

  test('is answered with a text, a picture and a voice, each ticked off once WeChat took it', async () => {
    const { word: sent } = await start();
    await word(sent);
    await answered();
    expect(shop.wechat.to(SEND).map(({ body }) => body['msgtype'])).toEqual(['text', 'image', 'voice']);
    expect(shop.wechat.to(SEND)[0]!.raw).toContain(`“${sent}” has arrived`);
    expect(await states('text_out', 'image_out', 'voice_out')).toEqual(Array(3).fill('passed'));
    await answered();
    expect(shop.wechat.to(SEND)).toHaveLength(3);
  });

  test('is answered apart from what else was said with that phone, which stays where it stood', async () => {
    await clear();
    await word('你好');
    await get(Database).run(sql`
      update conversation set state = 'ended', ended_at = now(), last_message_at = '2026-01-01'`);
    const { word: sent } = await start();
    await word(sent);
    await answered();
    const talks = await get(Database).rows(sql`
      select c.is_test, c.state, count(*)::int said, c.last_message_at < '2026-01-02' untouched
        from conversation c join message m on m.conversation_id = c.id group by c.id order by c.id`);
    expect(talks).toEqual([
      { isTest: false, state: 'ended', said: 1, untouched: true },
      { isTest: true, state: 'ended', said: 3, untouched: false },
    ]);
    await word((await start()).word);
    await answered();
    expect(await get(Database).rows(sql`select count(*)::int from message group by conversation_id`)).toEqual(
      expect.arrayContaining([{ count: 1 }, { count: 6 }]),
    );
  });

  test('that could not be handled at once is the word of that test when it is handled again', async () => {
    await clear();
    const { word: sent } = await start();
    await whileBroken(() => word(sent, { CreateTime: nowSeconds() - 200 }));
    expect(await states('text_in')).toEqual(['waiting']);
    const [failed] = (await get(Replay).failed()).data;
    await get(Replay).replay(failed!.id);
    expect(await states('clock', 'text_in')).toEqual(['passed', 'passed']);
    expect(await said()).toEqual([]);
  });

  test('handled again when its test is over does nothing any more', async () => {
    await clear();
    const { word: sent, id } = await start();
    await whileBroken(() => word(sent));
    await get(Database).run(sql`update wechat_test set until = now() - interval '1 second' where id = ${id}`);
    await noJobs();
    const [failed] = (await get(Replay).failed()).data;
    await get(Replay).replay(failed!.id);
    expect(await states('text_in')).toEqual(['waiting']);
    expect([await said(), (await jobs('wechat.self_test_answer')).rows]).toEqual([[], []]);
  });

  test('counts once, from whoever is first; after that, or later, it is a message like any', async () => {
    await clear();
    const { word: sent, id } = await start();
    await word(sent);
    await word(sent, { FromUserName: 'oXiaoming' });
    expect(await said()).toEqual([{ direction: 'in', kind: 'text' }]);
    const { word: late } = await start();
    expect(await states('text_in')).toEqual(['waiting']);
    await get(Database).run(sql`update wechat_test set until = now() - interval '1 second' where id > ${id}`);
    await word(late);
    expect(await said()).toHaveLength(2);
    expect(await states('text_in')).toEqual(['waiting']);
  });

  test('that is repeated by WeChat changes nothing', async () => {
    const { word: sent } = await start();
    const repeated = { MsgId: '9007199254999000', CreateTime: nowSeconds() };
    await word(sent, repeated);
    await word(sent, repeated);
    expect((await jobs('wechat.self_test_answer')).rows).toHaveLength(1);
  });

  test('from a phone whose message is minutes old shows that the clock is wrong', async () => {
    const { word: sent } = await start();
    await word(sent, { CreateTime: nowSeconds() - 200 });
    expect(await step('clock')).toMatchObject({ state: 'failed', reason: 'clock_off' });
    expect((await step('clock')).facts.aheadS).toBeGreaterThanOrEqual(199);
  });

  test('is answered at once where the account may send nothing by itself', async () => {
    const other = await shop.connect(program, { key: 'small', type: 'subscription', verified: false });
    const { word: sent, steps } = await start(other);
    expect(steps.filter(({ state }) => state === 'skipped').map(({ step }) => step)).toEqual(
      expect.arrayContaining(['image_out', 'voice_out', 'image_in', 'voice_in']),
    );
    const { text, status } = await sends({ Content: sent }, {}, 'small');
    expect([status, text.includes('Encrypt')]).toEqual([200, true]);
    expect(await step('text_out', other)).toMatchObject({ state: 'passed' });
    expect(shop.wechat.to(SEND)).toEqual([]);
  });
});

describe('what comes back from the phone', () => {
  test('is fetched, ticked off and kept nowhere', async () => {
    await clear();
    const { word: sent } = await start();
    await word(sent);
    await picture();
    expect(await step('image_in')).toMatchObject({ state: 'running', reason: 'fetching' });
    await fetched('image_in');
    shop.wechat.on(MEDIA, (_call, response) => void response.end(AMR));
    await noJobs();
    await sends({ MsgType: 'voice', MediaId: 'voice-1', Format: 'amr' });
    await fetched('voice_in');
    expect(await states('image_in', 'voice_in')).toEqual(['passed', 'passed']);
    expect(await said()).toEqual([]);
    await picture();
    expect(await said()).toEqual([{ direction: 'in', kind: 'image' }]);
  });

  test('is a customer’s where it comes from another phone', async () => {
    await clear();
    const { word: sent } = await start();
    await word(sent);
    await picture({ FromUserName: 'oXiaoming' });
    expect(await said()).toHaveLength(1);
    expect(await states('image_in')).toEqual(['waiting']);
  });

  test('may be sent again where WeChat would not give it out, or gave out something else', async () => {
    const { word: sent } = await start();
    await word(sent);
    for (const [answer, reason] of [
      [{ errcode: 40007, errmsg: 'invalid media_id' }, 'media_gone 40007'],
      [AMR, 'media_unreadable'],
    ] as const) {
      await noJobs();
      shop.wechat.on(MEDIA, (_call, response) =>
        Buffer.isBuffer(answer) ? void response.end(answer) : answer,
      );
      await picture();
      await fetched('image_in');
      expect(await step('image_in')).toMatchObject({ state: 'failed', reason });
    }
    await noJobs();
    shop.wechat.on(MEDIA, (_call, response) => void response.end(PNG));
    await picture();
    await fetched('image_in');
    expect(await states('image_in')).toEqual(['passed']);
  });
});

describe('what is not as it should be', () => {
  test('at the callback is named by what was turned away, until something right comes', async () => {
    const { word: sent } = await start();
    expect((await sends({ Content: sent }, { token: 'another' })).status).toBe(403);
    expect(await step('callback')).toMatchObject({ state: 'passed' });
    expect(await step('signature')).toMatchObject({ state: 'attention', reason: 'wrong_signature' });
    await sends({ Content: sent }, { appId: 'wx0000000000000000' });
    expect(await step('signature')).toMatchObject({ state: 'attention', reason: 'wrong_receiver' });
    const echo = await verify(program, { ...signedQuery(), echostr: 'echo' });
    expect(echo.text).toBe('echo');
    expect(await step('signature')).toMatchObject({ state: 'passed', reason: null });
    await sends({ Content: sent }, { token: 'another' });
    expect(await step('signature')).toMatchObject({ state: 'passed' });
  });

  test('was seen before the test began, and how often', async () => {
    await sends({}, { token: 'another' });
    await sends({}, { token: 'another' });
    const turnedAway = { state: 'attention', reason: 'wrong_signature', facts: { turnedAway: 2 } };
    await start();
    expect(await step('signature')).toMatchObject(turnedAway);
    await word('你好');
    await start();
    expect(await step('signature')).toMatchObject({ state: 'passed', facts: { turnedAway: 2 } });
    expect((await step('callback')).facts.at).toBeDefined();
  });

  test('with a picture or a voice is told by the delivery', async () => {
    const { word: sent } = await start();
    await word(sent);
    shop.wechat.on(UPLOAD, () => ({ errcode: 40005, errmsg: 'invalid file type' }));
    await get(Database).run(sql`delete from wechat_upload`);
    await answered();
    expect(await states('text_out', 'image_out', 'voice_out')).toEqual(['passed', 'failed', 'failed']);
    expect((await step('image_out')).reason).toBe('media_refused 40005');
  });
});

test('a new self-test ends the earlier one and ignores the pushes of other accounts', async () => {
  const first = await start();
  const second = await start();
  expect(first.word).not.toBe(second.word);
  await clear();
  await word(first.word);
  expect(await said()).toHaveLength(1);
});
