import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { TemplateReceipts } from '../../src/sandbox/template-receipts.service.js';
import { type Callback, field, openCallback, opened } from './callback.js';
import { bubblesOf, EMMA, openStandIn, type StandIn, TEMPLATE, tokenOf, XIAOYU } from './stand-in.js';

let callback: Callback;
let wechat: StandIn;
beforeAll(async () => {
  callback = await openCallback((response) => response.end(''));
  wechat = await openStandIn(callback.url);
});
afterAll(async () => {
  await wechat.close();
  await callback.close();
});
beforeEach(async () => {
  await wechat.clock.backToNow();
  callback.received.length = 0;
});

const notice = (touser: string, extra: object = {}, value = '财务正在打款') => ({
  touser,
  template_id: TEMPLATE,
  url: 'http://127.0.0.1/t/abc',
  data: { thing1: { value } },
  ...extra,
});
const send = (body: object) => wechat.call('message/template/send', body);

/** Returns the msgid as a text, because reading it as JSON would lose its last digits. */
async function msgidOf(body: object): Promise<string> {
  const path = `/sandbox/wechat/cgi-bin/message/template/send?access_token=${await tokenOf(wechat.ask)}`;
  const text = await (await wechat.ask(path, { method: 'POST', body: JSON.stringify(body) })).text();
  return /"msgid":(\d+)}/.exec(text)?.[1] ?? text;
}

test('a template reaches a person who never wrote, as a card in the language of the phone', async () => {
  expect(await send(notice(EMMA))).toMatchObject({ errcode: 0, errmsg: 'ok' });
  expect((await bubblesOf(wechat, EMMA)).at(-1)).toMatchObject({
    kind: 'card',
    via: 'template',
    title: 'Progress of your request',
    fields: [{ label: 'Stage', value: '财务正在打款' }],
    url: 'http://127.0.0.1/t/abc',
  });
});

test('a template repeated with its client_msg_id within ten minutes keeps its msgid and is shown once', async () => {
  const body = notice(XIAOYU, { client_msg_id: 'delivery-7' });
  const first = await msgidOf(body);
  expect(BigInt(first)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  const before = (await bubblesOf(wechat, XIAOYU)).length;
  expect(await Promise.all([msgidOf(body), msgidOf(body)])).toEqual([first, first]);
  expect(await bubblesOf(wechat, XIAOYU)).toHaveLength(before);
  await wechat.clock.moveTo(new Date(Date.now() + 601_000));
  expect(await msgidOf(body)).not.toBe(first);
});

test('the receipt of a template has its id, and says success or that the person blocks messages', async () => {
  const msgid = await msgidOf(notice(XIAOYU));
  await runOwedReceipt(msgid);
  expect(receipt()).toEqual({ event: 'TEMPLATESENDJOBFINISH', id: msgid, status: 'success' });

  await block(EMMA, true);
  const cards = (await bubblesOf(wechat, EMMA)).length;
  const blocked = await msgidOf(notice(EMMA));
  await runOwedReceipt(blocked);
  expect(receipt()).toEqual({ event: 'TEMPLATESENDJOBFINISH', id: blocked, status: 'failed:user block' });
  expect(await bubblesOf(wechat, EMMA)).toHaveLength(cards);
  await block(EMMA, false);
});

test('values that break their type are refused with 47003, and unknown templates with 40037', async () => {
  const long = await send(notice(XIAOYU, {}, '这个进度说明写得太长了超过了二十个字所以不行'));
  expect(long).toMatchObject({ errcode: 47003 });
  expect(long.errmsg).toContain('data.thing1.value');
  expect(await send(notice(XIAOYU, { data: {} }))).toMatchObject({ errcode: 47003 });
  expect(await send(notice(XIAOYU, { template_id: 'other' }))).toMatchObject({ errcode: 40037 });
});

test('a template to a person who unfollowed is refused with 43004', async () => {
  await wechat.ask(`/sandbox/people/${XIAOYU}/following`, { method: 'PUT', body: '{"following":false}' });
  expect(await send(notice(XIAOYU))).toMatchObject({ errcode: 43004 });
  await wechat.ask(`/sandbox/people/${XIAOYU}/following`, { method: 'PUT', body: '{"following":true}' });
});

async function block(openid: string, blocking: boolean): Promise<void> {
  await wechat.ask(`/sandbox/people/${openid}/blocking`, {
    method: 'PUT',
    body: JSON.stringify({ blocking }),
  });
}

async function runOwedReceipt(msgid: string): Promise<void> {
  const job = await wechat.server
    .get(Database)
    .maybe(sql`select 1 from graphile_worker.jobs where key = ${`sandbox:receipt:${msgid}`}`);
  expect(job).toBeDefined();
  await wechat.server.get(TemplateReceipts).push({ msgid });
}

function receipt(): object {
  const clear = opened(callback.received.at(-1)!);
  return { event: field(clear, 'Event'), id: field(clear, 'MsgID'), status: field(clear, 'Status') };
}
