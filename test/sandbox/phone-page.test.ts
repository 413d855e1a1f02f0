import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { Live } from '../../src/platform/live/index.js';
import { textParts } from '../../src/sandbox/phone/bubble-view.js';
import type { Changes } from '../../src/sandbox/phone/phone-page.service.js';
import { type Callback, openCallback } from './callback.js';
import { EMMA, openStandIn, say, type StandIn, tokenOf, XIAOYU } from './stand-in.js';

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
beforeEach(() => wechat.clock.backToNow());

const pageIn = async (language: string, person = XIAOYU) => {
  const page = await wechat.ask(`/sandbox?person=${person}`, { headers: { 'accept-language': language } });
  return { status: page.status, headers: page.headers, html: await page.text() };
};
const changesAfter = async (openid: string, after: string): Promise<Changes> =>
  (
    await wechat.ask(`/sandbox/people/${openid}/changes?after=${after}`, {
      headers: { 'accept-language': 'en' },
    })
  ).json() as never;

test('the page is in the language of the browser, and the phone in the language of its person', async () => {
  const chinese = await pageIn('zh-CN,zh;q=0.9');
  expect(chinese.html).toContain('<html lang="zh-CN"');
  expect(chinese.html).toContain('查进度');
  const english = await pageIn('en-GB', EMMA);
  expect(english.html).toContain('What the platform sees');
  expect(english.html).toContain('My progress');
  expect((await pageIn('en-GB', XIAOYU)).html).toContain('查进度');
});

test('the page carries nothing that the content security policy forbids', async () => {
  const { html, headers } = await pageIn('en');
  expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=/);
  for (const [, address] of html.matchAll(/(?:src|href)="(\/sandbox\/assets\/[^"]+\.css)"/g)) {
    expect((await wechat.ask(address!)).status).toBe(200);
  }
});

test('what somebody wrote is shown as text and never as markup', async () => {
  await wechat.ask(...say(XIAOYU, '<img src=x onerror=alert(1)>'));
  expect((await pageIn('zh-CN')).html).not.toContain('<img src=x');
});

test('the times of earlier days are shown with their date', async () => {
  await wechat.ask(...say(XIAOYU, '有消息吗？'));
  const times = async () =>
    [...(await changesAfter(XIAOYU, '0')).platform.matchAll(/<time>([^<]+)<\/time>/g)].map(
      ([, time]) => time!,
    );
  const today = await times();
  expect(today.filter((time) => !/^\d\d:\d\d:\d\d$/.test(time))).toEqual([]);
  await wechat.clock.moveTo(new Date(Date.now() + 2 * 86_400_000));
  const later = await times();
  expect(later.filter((time) => !/^\w{3} \d{1,2} \d\d:\d\d:\d\d$/.test(time))).toEqual([]);
  expect(later).toHaveLength(today.length);
});

test('new messages are read once, with the window and the answers of the platform', async () => {
  await wechat.ask(...say(EMMA, 'Where is my order?'));
  const first = await changesAfter(EMMA, '0');
  expect(first.bubbles).toContain('Where is my order?');
  expect(first.people).toContain('Where is my order?');
  expect(first.platform).toContain('5 more may be sent');

  await wechat.call('message/custom/send', {
    touser: EMMA,
    msgtype: 'text',
    text: { content: 'On its way' },
  });
  const second = await changesAfter(EMMA, first.last);
  expect(second.bubbles).toContain('On its way');
  expect(second.bubbles).not.toContain('Where is my order?');
  expect(second.platform).toContain('4 more may be sent');
  expect((await changesAfter(EMMA, second.last)).bubbles).toBe('');

  await wechat.clock.moveTo(new Date(Date.now() + 49 * 3_600_000));
  await wechat.call('message/custom/send', {
    touser: EMMA,
    msgtype: 'text',
    text: { content: 'Still there?' },
  });
  const later = await changesAfter(EMMA, second.last);
  expect(later.platform).toContain('45015');
  expect(later.platform).toContain('outside the reply window');
});

test('typing is shown for fifteen seconds after it began', async () => {
  await wechat.ask(...say(EMMA, 'Hello?'));
  const typing = () => wechat.call('message/custom/typing', { touser: EMMA, command: 'Typing' });
  expect(await typing()).toMatchObject({ errcode: 0 });
  expect(await typing()).toMatchObject({ errcode: 45081 });
  expect((await changesAfter(EMMA, '0')).typing).toBe(true);
  await wechat.clock.moveTo(new Date(Date.now() + 16_000));
  expect((await changesAfter(EMMA, '0')).typing).toBe(false);
  await wechat.clock.moveTo(new Date(Date.now() + 31_000));
  expect(await typing()).toMatchObject({ errcode: 45080 });
});

test('the clock moves ahead by minutes and comes back', async () => {
  const move = async (minutes: unknown) =>
    wechat.ask('/sandbox/clock', { method: 'POST', body: JSON.stringify({ minutes }) });
  const moved = (await (await move(1440)).json()) as { aheadMs: number };
  expect(Math.round(moved.aheadMs / 60_000)).toBe(1440);
  expect(await (await move(0)).json()).toMatchObject({ aheadMs: 0 });
  expect((await move(-5)).status).toBe(422);
  expect((await move('soon')).status).toBe(422);
});

test('fault 29: the clock does not go back behind what has happened, so that nothing lies in the future', async () => {
  const move = async (minutes: number) =>
    wechat.ask('/sandbox/clock', { method: 'POST', body: JSON.stringify({ minutes }) });
  await move(1440);
  const database = wechat.server.get(Database);
  const happened = await database.one<{ id: string }>(sql`
    insert into event (at, name, subject_type, subject_id, actor_kind, data)
    values (now() + interval '1 day', 'ticket.opened', 'ticket', 1, 'system', '{}') returning id`);
  expect(happened.id).toMatch(/^\d+$/);
  const answer = await move(0);
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ code: 'clock_past' });
  expect(wechat.clock.aheadMs).toBeGreaterThan(86_000_000);
});

test('open screens are read again when the clock is moved', async () => {
  let stop = () => {};
  const told = new Promise<void>((resolve) => (stop = wechat.server.get(Live).onResync(resolve)));
  await wechat.ask('/sandbox/clock', { method: 'POST', body: '{"minutes":10}' });
  await told;
  stop();
});

test('wrong requests are refused with a status of their own', async () => {
  const [path] = say(XIAOYU, '');
  const send = (body: string, to = path) => wechat.ask(to, { method: 'POST', body });
  expect((await send('{"text":"  "}')).status).toBe(422);
  expect((await send('{"text":7}')).status).toBe(422);
  expect((await send('{"text":')).status).toBe(400);
  expect((await send('{"text":"hi"}', '/sandbox/people/nobody/messages')).status).toBe(404);
  expect((await send('{"key":"other"}', `/sandbox/people/${XIAOYU}/taps`)).status).toBe(422);
  expect((await wechat.ask(`/sandbox/people/${XIAOYU}/changes?after=x`)).status).toBe(400);
});

test('links in a chat bubble are highlighted and end before the punctuation', () => {
  const address = 'https://desk.example/t/Ab.c~-_1?x=1';
  expect(textParts(`打开 ${address}。谢谢`)).toEqual([
    { text: '打开 ' },
    { text: address, href: address },
    { text: '。谢谢' },
  ]);
  expect(textParts(`See ${address}, please.`)[1]).toEqual({ text: address, href: address });
  expect(textParts('<a href="https://desk.example/">here</a> <a href="javascript:alert(1)">no</a>')).toEqual([
    { text: 'here', href: 'https://desk.example/' },
    { text: ' <a href="javascript:alert(1)">no</a>' },
  ]);
});

test('the fault of an old token disappears once the message was sent with a new one', async () => {
  await wechat.ask(...say(XIAOYU, '在吗'));
  const reply = (token: string) => {
    const body = JSON.stringify({ touser: XIAOYU, msgtype: 'text', text: { content: '在的' } });
    const path = `/sandbox/wechat/cgi-bin/message/custom/send?access_token=${token}`;
    return wechat.ask(path, { method: 'POST', body });
  };
  await reply('out-of-date');
  expect((await changesAfter(XIAOYU, '0')).platform).toContain('<code>40001</code>');
  await reply(await tokenOf(wechat.ask));
  const { platform } = await changesAfter(XIAOYU, '0');
  expect(platform).not.toContain('<code>40001</code>');
  expect(platform).toContain('Accepted');
});
