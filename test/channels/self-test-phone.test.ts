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
  await deleteJobs();
});
afterAll(() => shop.close());

const get = <T>(type: new (...parts: never[]) => T) => program.get(type, { strict: false });
const start = async (id = accountId) =>
  (await get(SelfTests).start((await get(WechatAccounts).byId(id))!, 'en', { kind: 'system' })).test;
const latest = async (id = accountId): Promise<SelfTest> => (await get(SelfTests).latest(id))!;
const step = async (name: Step, id = accountId) => (await latest(id)).steps.find((one) => one.step === name)!;
const states = async (...names: Step[]) =>
  (await latest()).steps.filter((one) => names.includes(one.step)).map(({ state }) => state);

/** Pushes a message from the phone of the administrator, unless `FromUserName` says otherwise. */
async function pushFromPhone(
  fields: Parameters<typeof message>[0],
  to: Parameters<typeof safely>[1] = {},
  key = 'shop',
) {
  const sent = safely(buildXml(message({ FromUserName: 'oWuTao', ...fields })), to);
  return push(program, { ...sent, key });
}
const sendWord = (text: string, more = {}) => pushFromPhone({ Content: text, ...more });
const sendPicture = (more = {}) =>
  pushFromPhone({ MsgType: 'image', MediaId: 'pic-1', PicUrl: 'http://p/1', ...more });

/** Does what the jobs of the answers would do. */
async function runAnswerJobs(): Promise<void> {
  await get(SelfTestAnswers).run({ testId: (await latest()).id });
  await get(Sending).drain();
}
async function runFetchJob(name: 'image_in' | 'voice_in'): Promise<void> {
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
const deleteJobs = () => get(Database).run(sql`delete from graphile_worker._private_jobs`);
const keptMessages = () => get(Database).rows(sql`select direction, kind from message order by id`);
/** While `work` runs, nothing that is pushed can be handled, so that only its envelope is kept. */
async function whileBroken(work: () => Promise<unknown>): Promise<void> {
  await get(Database).run(sql`alter table contact_window add constraint broken check (false) not valid`);
  await work();
  await get(Database).run(sql`alter table contact_window drop constraint broken`);
}
const deleteMessages = () => get(Database).run(sql`truncate message, conversation cascade`);

describe('the word of a test', () => {
  test('the word of a test that a phone sends passes the first steps, opens a window and is nobody’s work', async () => {
    const { word: sent } = await start();
    expect(await states('callback', 'signature', 'text_in')).toEqual(['waiting', 'waiting', 'waiting']);
    expect((await sendWord(` ${sent.toUpperCase()}。`)).status).toBe(200);
    expect(await states('callback', 'signature', 'clock', 'text_in')).toEqual(Array(4).fill('passed'));
    expect(await keptMessages()).toEqual([]);
    const { identityId } = await get(Database).one<{ identityId: string }>(
      sql`select identity_id from wechat_test order by id desc limit 1`,
    );
    expect(await ledgerOf({ get }, identityId)).toMatchObject({ remaining: 5 });
    expect((await jobs('wechat.self_test_answer')).rows).toHaveLength(1);
  });

  test('the word of a test is answered with a text, a picture and a voice, and each passes its step', async () => {
    const { word: sent } = await start();
    await sendWord(sent);
    await runAnswerJobs();
    expect(shop.wechat.to(SEND).map(({ body }) => body['msgtype'])).toEqual(['text', 'image', 'voice']);
    expect(shop.wechat.to(SEND)[0]!.raw).toContain(`“${sent}” has arrived`);
    expect(await states('text_out', 'image_out', 'voice_out')).toEqual(Array(3).fill('passed'));
    await runAnswerJobs();
    expect(shop.wechat.to(SEND)).toHaveLength(3);
  });

  test('the messages of a test are kept apart from the conversation that the same phone had before', async () => {
    await deleteMessages();
    await sendWord('你好');
    await get(Database).run(sql`
      update conversation set state = 'ended', ended_at = now(), last_message_at = '2026-01-01'`);
    const { word: sent } = await start();
    await sendWord(sent);
    await runAnswerJobs();
    const talks = await get(Database).rows(sql`
      select c.is_test, c.state, count(*)::int said, c.last_message_at < '2026-01-02' untouched
        from conversation c join message m on m.conversation_id = c.id group by c.id order by c.id`);
    expect(talks).toEqual([
      { isTest: false, state: 'ended', said: 1, untouched: true },
      { isTest: true, state: 'ended', said: 3, untouched: false },
    ]);
    await sendWord((await start()).word);
    await runAnswerJobs();
    expect(await get(Database).rows(sql`select count(*)::int from message group by conversation_id`)).toEqual(
      expect.arrayContaining([{ count: 1 }, { count: 6 }]),
    );
  });

  test('the word of a test that could not be handled at once still counts when it is handled again', async () => {
    await deleteMessages();
    const { word: sent } = await start();
    await whileBroken(() => sendWord(sent, { CreateTime: nowSeconds() - 200 }));
    expect(await states('text_in')).toEqual(['waiting']);
    const [failed] = (await get(Replay).failed()).data;
    await get(Replay).replay(failed!.id);
    expect(await states('clock', 'text_in')).toEqual(['passed', 'passed']);
    expect(await keptMessages()).toEqual([]);
  });

  test('the word of a test has no effect when it is handled again after the test is over', async () => {
    await deleteMessages();
    const { word: sent, id } = await start();
    await whileBroken(() => sendWord(sent));
    await get(Database).run(sql`update wechat_test set until = now() - interval '1 second' where id = ${id}`);
    await deleteJobs();
    const [failed] = (await get(Replay).failed()).data;
    await get(Replay).replay(failed!.id);
    expect(await states('text_in')).toEqual(['waiting']);
    expect([await keptMessages(), (await jobs('wechat.self_test_answer')).rows]).toEqual([[], []]);
  });

  test('the word of a test counts once, from the first sender, and is later an ordinary message', async () => {
    await deleteMessages();
    const { word: sent, id } = await start();
    await sendWord(sent);
    await sendWord(sent, { FromUserName: 'oXiaoming' });
    expect(await keptMessages()).toEqual([{ direction: 'in', kind: 'text' }]);
    const { word: late } = await start();
    expect(await states('text_in')).toEqual(['waiting']);
    await get(Database).run(sql`update wechat_test set until = now() - interval '1 second' where id > ${id}`);
    await sendWord(late);
    expect(await keptMessages()).toHaveLength(2);
    expect(await states('text_in')).toEqual(['waiting']);
  });

  test('the word of a test has no further effect when WeChat repeats its push', async () => {
    const { word: sent } = await start();
    const repeated = { MsgId: '9007199254999000', CreateTime: nowSeconds() };
    await sendWord(sent, repeated);
    await sendWord(sent, repeated);
    expect((await jobs('wechat.self_test_answer')).rows).toHaveLength(1);
  });

  test('the word of a test shows that the clock is wrong when its message is minutes old', async () => {
    const { word: sent } = await start();
    await sendWord(sent, { CreateTime: nowSeconds() - 200 });
    expect(await step('clock')).toMatchObject({ state: 'failed', reason: 'clock_off' });
    expect((await step('clock')).facts.aheadS).toBeGreaterThanOrEqual(199);
  });

  test('the word of a test is answered in the answer to its push when the account may send nothing itself', async () => {
    const other = await shop.connect(program, { key: 'small', type: 'subscription', verified: false });
    const { word: sent, steps } = await start(other);
    expect(steps.filter(({ state }) => state === 'skipped').map(({ step }) => step)).toEqual(
      expect.arrayContaining(['image_out', 'voice_out', 'image_in', 'voice_in']),
    );
    const { text, status } = await pushFromPhone({ Content: sent }, {}, 'small');
    expect([status, text.includes('Encrypt')]).toEqual([200, true]);
    expect(await step('text_out', other)).toMatchObject({ state: 'passed' });
    expect(shop.wechat.to(SEND)).toEqual([]);
  });
});

describe('pictures and voices sent back to a test', () => {
  test('a picture and a voice sent back to a test are fetched, pass their steps and are not kept', async () => {
    await deleteMessages();
    const { word: sent } = await start();
    await sendWord(sent);
    await sendPicture();
    expect(await step('image_in')).toMatchObject({ state: 'running', reason: 'fetching' });
    await runFetchJob('image_in');
    shop.wechat.on(MEDIA, (_call, response) => void response.end(AMR));
    await deleteJobs();
    await pushFromPhone({ MsgType: 'voice', MediaId: 'voice-1', Format: 'amr' });
    await runFetchJob('voice_in');
    expect(await states('image_in', 'voice_in')).toEqual(['passed', 'passed']);
    expect(await keptMessages()).toEqual([]);
    await sendPicture();
    expect(await keptMessages()).toEqual([{ direction: 'in', kind: 'image' }]);
  });

  test('a picture from another phone during a test is an ordinary message of a customer', async () => {
    await deleteMessages();
    const { word: sent } = await start();
    await sendWord(sent);
    await sendPicture({ FromUserName: 'oXiaoming' });
    expect(await keptMessages()).toHaveLength(1);
    expect(await states('image_in')).toEqual(['waiting']);
  });

  test('a picture may be sent to a test again when WeChat did not give it out or gave out something else', async () => {
    const { word: sent } = await start();
    await sendWord(sent);
    for (const [answer, reason] of [
      [{ errcode: 40007, errmsg: 'invalid media_id' }, 'media_gone 40007'],
      [AMR, 'media_unreadable'],
    ] as const) {
      await deleteJobs();
      shop.wechat.on(MEDIA, (_call, response) =>
        Buffer.isBuffer(answer) ? void response.end(answer) : answer,
      );
      await sendPicture();
      await runFetchJob('image_in');
      expect(await step('image_in')).toMatchObject({ state: 'failed', reason });
    }
    await deleteJobs();
    shop.wechat.on(MEDIA, (_call, response) => void response.end(PNG));
    await sendPicture();
    await runFetchJob('image_in');
    expect(await states('image_in')).toEqual(['passed']);
  });
});

describe('the faults that a test shows', () => {
  test('the test shows why callbacks were refused until a correct one comes', async () => {
    const { word: sent } = await start();
    expect((await pushFromPhone({ Content: sent }, { token: 'another' })).status).toBe(403);
    expect(await step('callback')).toMatchObject({ state: 'passed' });
    expect(await step('signature')).toMatchObject({ state: 'attention', reason: 'wrong_signature' });
    await pushFromPhone({ Content: sent }, { appId: 'wx0000000000000000' });
    expect(await step('signature')).toMatchObject({ state: 'attention', reason: 'wrong_receiver' });
    const echo = await verify(program, { ...signedQuery(), echostr: 'echo' });
    expect(echo.text).toBe('echo');
    expect(await step('signature')).toMatchObject({ state: 'passed', reason: null });
    await pushFromPhone({ Content: sent }, { token: 'another' });
    expect(await step('signature')).toMatchObject({ state: 'passed' });
  });

  test('the test shows how many callbacks were refused before it began', async () => {
    await pushFromPhone({}, { token: 'another' });
    await pushFromPhone({}, { token: 'another' });
    const turnedAway = { state: 'attention', reason: 'wrong_signature', facts: { turnedAway: 2 } };
    await start();
    expect(await step('signature')).toMatchObject(turnedAway);
    await sendWord('你好');
    await start();
    expect(await step('signature')).toMatchObject({ state: 'passed', facts: { turnedAway: 2 } });
    expect((await step('callback')).facts.at).toBeDefined();
  });

  test('the steps of a picture and a voice fail with the reason of their deliveries', async () => {
    const { word: sent } = await start();
    await sendWord(sent);
    shop.wechat.on(UPLOAD, () => ({ errcode: 40005, errmsg: 'invalid file type' }));
    await get(Database).run(sql`delete from wechat_upload`);
    await runAnswerJobs();
    expect(await states('text_out', 'image_out', 'voice_out')).toEqual(['passed', 'failed', 'failed']);
    expect((await step('image_out')).reason).toBe('media_refused 40005');
  });
});

test('a new self-test ends the earlier one and ignores the pushes of other accounts', async () => {
  const first = await start();
  const second = await start();
  expect(first.word).not.toBe(second.word);
  await deleteMessages();
  await sendWord(first.word);
  expect(await keptMessages()).toHaveLength(1);
});
