import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { TemplateReceipts } from '../../src/sandbox/template-receipts.service.js';
import { type Callback, field, openCallback, opened } from './callback.js';
import {
  bubblesOf,
  gesture,
  get,
  openStandIn,
  say,
  type StandIn,
  SUBSCRIPTION,
  upload,
  XIAOYU,
} from './stand-in.js';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const MP4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42 and more')]);
const AMR = () => readFile(join(root, 'src/sandbox/voices/zh.amr'));

let callback: Callback;
let wechat: StandIn;
beforeAll(async () => {
  callback = await openCallback((response) => response.end('success'));
  wechat = await openStandIn(callback.url);
});
afterAll(async () => {
  await wechat.close();
  await callback.close();
});
beforeEach(async () => {
  await wechat.clock.backToNow();
  await wechat.ask(...say(XIAOYU, '在吗'));
  callback.received.length = 0;
});

const send = (msgtype: string, part: object) =>
  wechat.call('message/custom/send', { touser: XIAOYU, msgtype, [msgtype]: part });
const latest = async () => (await bubblesOf(wechat, XIAOYU)).at(-1);
const pushed = () => opened(callback.received.at(-1)!);
const mediaId = async (type: string, bytes: Buffer) => String((await upload(wechat, type, bytes)).media_id);

describe('media', () => {
  test('the stand-in takes voices of up to a minute, videos and small thumbs, each to be sent as itself', async () => {
    const voice = await mediaId('voice', await AMR());
    expect(await send('voice', { media_id: voice })).toMatchObject({ errcode: 0 });
    expect(await latest()).toMatchObject({ kind: 'voice', mediaId: voice, seconds: 6 });
    const minutes = Buffer.concat([await AMR(), ...Array<Buffer>(10).fill((await AMR()).subarray(6))]);
    expect(await upload(wechat, 'voice', minutes)).toMatchObject({ errcode: 45007 });
    expect(await upload(wechat, 'voice', Buffer.from('RIFF'))).toMatchObject({ errcode: 40004 });
    expect(await upload(wechat, 'music', JPEG)).toMatchObject({ errcode: 40004 });
    const thumb = String((await upload(wechat, 'thumb', JPEG)).thumb_media_id);
    expect(await upload(wechat, 'thumb', Buffer.concat([JPEG, Buffer.alloc(65_536)]))).toMatchObject({
      errcode: 45001,
    });
    const video = await mediaId('video', MP4);
    const film = { media_id: video, thumb_media_id: thumb, title: '安装说明' };
    expect(await send('video', film)).toMatchObject({ errcode: 0 });
    expect(await send('image', { media_id: video })).toMatchObject({ errcode: 40007 });
    expect(await get(wechat, 'media/get', `&media_id=${video}`)).toEqual({
      video_url: expect.stringContaining(`/sandbox/media/${video}`),
    });
  });

  test('a media id is no longer valid after three days', async () => {
    const picture = await mediaId('image', JPEG);
    await wechat.clock.moveTo(new Date(Date.now() + 72 * 3_600_000 + 1000));
    expect(await get(wechat, 'media/get', `&media_id=${picture}`)).toMatchObject({ errcode: 40007 });
  });

  test('a voice from the phone is pushed as AMR with its recognised text, and played to the browser as MP3', async () => {
    expect((await gesture(wechat, 'POST', `${XIAOYU}/voices`)).status).toBe(204);
    const [type, id, heard] = ['MsgType', 'MediaId', 'Recognition'].map((name) => field(pushed(), name));
    expect([type, heard]).toEqual(['voice', '你好，我想查一下退款的进度。']);
    const played = await wechat.ask(`/sandbox/media/${id}`);
    expect(played.headers.get('content-type')).toBe('audio/mpeg');
  });
});

describe('kinds of messages', () => {
  test('the stand-in takes one article in a message, and refuses links, unknown kinds and named agents', async () => {
    const article = { title: '退货指南', description: '三步', url: 'https://shop.example/guide' };
    expect(await send('news', { articles: [article] })).toMatchObject({ errcode: 0 });
    expect(await latest()).toMatchObject({ kind: 'article', title: '退货指南' });
    expect(await send('news', { articles: [article, article] })).toMatchObject({ errcode: 45008 });
    expect(await send('link', article)).toMatchObject({ errcode: 45162 });
    expect(await send('toString', {})).toMatchObject({ errcode: 40008 });
    const kf = { customservice: { kf_account: 'li@shop' }, text: { content: '你好' } };
    const answer = await wechat.call('message/custom/send', { touser: XIAOYU, msgtype: 'text', ...kf });
    expect(answer).toMatchObject({ errcode: 65401 });
  });

  test('a tapped answer is pushed as a text with its id, and allows three messages like a menu tap', async () => {
    await wechat.clock.moveTo(new Date(Date.now() + 47.9 * 3_600_000));
    const list = [
      { id: 'good', content: '满意' },
      { id: 'bad', content: '不满意' },
    ];
    const asked = { head_content: '这次服务怎么样？', list, tail_content: '谢谢' };
    expect(await send('msgmenu', asked)).toMatchObject({ errcode: 0 });
    const bubble = String((await latest())?.id);
    await wechat.clock.moveTo(new Date(Date.now() + 49 * 3_600_000));
    const wrong = await gesture(wechat, 'POST', `${XIAOYU}/choices`, { bubble, choice: 'best' });
    expect(wrong.status).toBe(422);
    await gesture(wechat, 'POST', `${XIAOYU}/choices`, { bubble, choice: 'good' });
    expect([field(pushed(), 'Content'), field(pushed(), 'bizmsgmenuid')]).toEqual(['满意', 'good']);
    const codes = [];
    for (const content of ['1', '2', '3', '4']) codes.push((await send('text', { content })).errcode);
    expect(codes).toEqual([0, 0, 0, 45047]);
  });
});

describe('subscription messages', () => {
  const notice = { touser: XIAOYU, template_id: SUBSCRIPTION, data: { thing1: { value: '财务正在打款' } } };
  const consent = (given: boolean) =>
    gesture(wechat, 'PUT', `${XIAOYU}/consent`, { template: SUBSCRIPTION, given });

  test('each consent allows one subscription message at any time, and the next is refused with 43101', async () => {
    expect(await wechat.call('message/subscribe/bizsend', notice)).toMatchObject({ errcode: 43101 });
    await consent(true);
    expect(field(pushed(), 'SubscribeStatusString')).toBe('accept');
    await wechat.clock.moveTo(new Date(Date.now() + 90 * 24 * 3_600_000));
    expect(await wechat.call('message/subscribe/bizsend', notice)).toMatchObject({ errcode: 0 });
    expect(await latest()).toMatchObject({ kind: 'card', via: 'subscription', title: '进展提醒' });
    expect(await wechat.call('message/subscribe/bizsend', notice)).toMatchObject({ errcode: 43101 });
  });

  test('withdrawing consent takes back all that was given', async () => {
    await consent(true);
    await consent(true);
    await consent(false);
    expect(field(pushed(), 'Event')).toBe('subscribe_msg_change_event');
    expect(await wechat.call('message/subscribe/bizsend', notice)).toMatchObject({ errcode: 43101 });
  });

  test('a subscription message with a wrong value uses up no consent, and one that was sent has a receipt', async () => {
    await consent(true);
    const long = { ...notice, data: { thing1: { value: '字'.repeat(21) } } };
    expect(await wechat.call('message/subscribe/bizsend', long)).toMatchObject({ errcode: 47003 });
    expect(await wechat.call('message/template/send', notice)).toMatchObject({ errcode: 40037 });
    expect(await wechat.call('message/subscribe/bizsend', notice)).toMatchObject({ errcode: 0 });
    const { msgid } = await wechat.server
      .get(Database)
      .one<{ msgid: string }>(sql`select max(msgid) msgid from sandbox.template_send`);
    await wechat.server.get(TemplateReceipts).push({ msgid });
    expect([field(pushed(), 'Event'), field(pushed(), 'MsgID'), field(pushed(), 'ErrorCode')]).toEqual([
      'subscribe_msg_sent_event',
      msgid,
      '0',
    ]);
  });
});
