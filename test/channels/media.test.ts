import type { NestExpressApplication } from '@nestjs/platform-express';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MediaFetching } from '../../src/channels/wechat-official/media/media-fetching.service.js';
import { MessageFiles } from '../../src/conversations/index.js';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, push, safely } from './pushing.js';
import { Shop } from './shop.js';

const PATH = '/cgi-bin/media/get';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const shop = new Shop();
let program: NestExpressApplication;
let fetching: MediaFetching;
let files: MessageFiles;

beforeAll(async () => {
  program = await shop.open();
  fetching = program.get(MediaFetching, { strict: false });
  files = program.get(MessageFiles, { strict: false });
});
beforeEach(() => {
  shop.wechat.reset();
  shop.wechat.on(PATH, (_call, response) => void response.setHeader('content-type', 'text/plain').end(PNG));
});
afterAll(() => shop.close());

async function receiveMedia(mediaId: string, more = {}): Promise<string> {
  const fields = message({ MsgType: 'image', MediaId: mediaId, PicUrl: 'http://pic/1', ...more });
  expect((await push(program, safely(buildXml(fields)))).status).toBe(200);
  const { id } = await program
    .get(Database)
    .one<{ id: string }>(sql`select id from message where content->>'mediaId' = ${mediaId}`);
  return id;
}

async function isLost(messageId: string): Promise<boolean> {
  return (await program.get(Database).run(sql`select from lost_file where message_id = ${messageId}`)) > 0;
}

describe('an image of Wang Fang', () => {
  test('a picture from a customer is fetched by a job soon after it came', async () => {
    const messageId = await receiveMedia('media-1');
    expect(await files.open(messageId)).toBeUndefined();
    const worker = await shop.start('worker');
    await expect.poll(() => files.open(messageId), { timeout: 10_000 }).toBeDefined();
    await worker.close();
    const stored = (await files.open(messageId))!;
    expect(stored).toMatchObject({ mediaType: 'image/png', bytes: PNG.length });
    expect(await readFile(stored.path)).toEqual(PNG);
  });

  test('a picture is lost without being asked for when the account is not verified', async () => {
    const other = await shop.connect(program, { key: 'plain', type: 'subscription', verified: false });
    const sent = safely(buildXml(message({ MsgType: 'image', MediaId: 'media-0', PicUrl: 'http://pic/0' })));
    expect((await push(program, { ...sent, key: 'plain' })).status).toBe(200);
    const { id } = await program
      .get(Database)
      .one<{ id: string }>(
        sql`select m.id from message m join conversation c on c.id = m.conversation_id where c.account_id = ${other}`,
      );
    await fetching.fetch(id);
    expect(await isLost(id)).toBe(true);
    expect(shop.wechat.to(PATH)).toEqual([]);
  });

  test('a picture is fetched and stored once, however often its job runs', async () => {
    const messageId = await receiveMedia('media-2');
    await Promise.all([fetching.fetch(messageId), fetching.fetch(messageId)]);
    await fetching.fetch(messageId);
    expect(shop.wechat.to(PATH).length).toBeLessThanOrEqual(2);
    expect(await files.open(messageId)).toBeDefined();
  });

  test.each<[string, Parameters<typeof shop.wechat.on>[1]]>([
    ['an error that comes as a file', () => ({ errcode: 40007, errmsg: 'invalid media_id' })],
    [
      'a page that calls itself an image',
      (_call, r) => void r.setHeader('content-type', 'image/png').end('<html>'),
    ],
    ['JSON of another kind', () => ({ video_url: 'http://video/1' })],
    ['more than 10 MB', (_call, r) => void r.end(Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024)]))],
    ['nothing', (_call, r) => void r.end()],
  ])('a picture is not stored from %s, and can be fetched later', async (what, answer) => {
    const messageId = await receiveMedia(`media of ${what}`);
    shop.wechat.on(PATH, answer);
    await expect(fetching.fetch(messageId)).rejects.toThrow();
    expect(await files.open(messageId)).toBeUndefined();
    shop.wechat.on(PATH, (_call, response) => void response.end(PNG));
    await fetching.fetch(messageId);
    expect(await files.open(messageId)).toBeDefined();
  });
});

describe('a voice and a video of Li Lei', () => {
  const MP4 = Buffer.from('\0\0\0\x18ftypmp42');
  const from = { FromUserName: 'oLiLei' };

  const lengthOf = async (messageId: string) =>
    (
      await program
        .get(Database)
        .one<{ seconds: number }>(sql`select seconds from stored_file where message_id = ${messageId}`)
    ).seconds;
  const voice = async (mediaId: string, bytes: Buffer, more = {}) => {
    shop.wechat.on(PATH, (_call, response) => void response.end(bytes));
    const messageId = await receiveMedia(mediaId, { ...from, MsgType: 'voice', Format: 'amr', ...more });
    await fetching.fetch(messageId);
    return messageId;
  };

  test('a voice is stored as it came and in a form that browsers can play', async () => {
    const amr = amrOf(150);
    const messageId = await voice('voice-1', amr, { Recognition: '我要退款' });
    expect(await files.open(messageId)).toMatchObject({ mediaType: 'audio/amr', bytes: amr.length });
    const played = (await files.openPlayable(messageId))!;
    expect(played.mediaType).toBe('audio/wav');
    const wav = await readFile(played.path);
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect([wav.readUInt32LE(24), wav.readUInt32LE(40)]).toEqual([8000, 3 * 8000 * 2]);
    expect(new Set(wav.subarray(44)).size).toBeGreaterThan(50);
    expect(await lengthOf(messageId)).toBe(3);
  });

  test.each<[string, Buffer, string, object]>([
    ['Speex, which has no mark of its own', Buffer.alloc(60, 0xa5), 'audio/speex', { Format: 'speex' }],
    ['SILK', Buffer.from('\x02#!SILK_V3\0'), 'audio/silk', {}],
    [
      'a small file that lasts an hour',
      Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(180_000, 0x7c)]),
      'audio/amr',
      {},
    ],
    ['an AMR file with nothing in it', Buffer.from('#!AMR\n'), 'audio/amr', {}],
  ])('a voice message is kept as it came: %s', async (what, bytes, mediaType, more) => {
    const messageId = await voice(`voice of ${what}`, bytes, more);
    expect(await files.open(messageId)).toMatchObject({ mediaType, bytes: bytes.length });
    expect(await files.openPlayable(messageId)).toMatchObject({ mediaType });
  });

  test('a page is not accepted as a voice, whatever the message said', async () => {
    shop.wechat.on(PATH, (_call, response) => void response.end('<html><body>busy</body></html>'));
    const messageId = await receiveMedia('voice-4', { ...from, MsgType: 'voice', Format: 'speex' });
    await expect(fetching.fetch(messageId)).rejects.toThrow('no voice');
  });

  test('a video is fetched from where WeChat says it is', async () => {
    shop.wechat.on(PATH, () => ({ video_url: `${shop.wechat.url}/video/1`, down_url: 'x' }));
    shop.wechat.on('/video/1', (_call, response) => void response.end(MP4));
    const messageId = await receiveMedia('video-1', { ...from, MsgType: 'video' });
    await fetching.fetch(messageId);
    expect(await files.open(messageId)).toMatchObject({ mediaType: 'video/mp4', bytes: MP4.length });
  });

  test('a picture that comes for a voice is kept as what it is', async () => {
    const messageId = await receiveMedia('voice-2', { ...from, MsgType: 'voice' });
    await fetching.fetch(messageId);
    expect(await files.open(messageId)).toMatchObject({ mediaType: 'image/png' });
  });

  test('media older than three days are given up once', async () => {
    const messageId = await receiveMedia('voice-3', { ...from, MsgType: 'voice' });
    await program
      .get(Database)
      .run(sql`update message set sent_at = sent_at - interval '73 hours' where id = ${messageId}`);
    expect(await isLost(messageId)).toBe(false);
    await fetching.fetch(messageId);
    await fetching.fetch(messageId);
    expect(await isLost(messageId)).toBe(true);
    expect(shop.wechat.to(PATH)).toHaveLength(0);
  });
});

describe('fault 21: a file that no browser shows is kept after one fetch', () => {
  const ftyp = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0`, 'latin1');
  test.each<[string, string, Buffer, string]>([
    ['HEIC', 'image', ftyp('heic'), 'image/heic'],
    ['HEIC of an older phone', 'image', ftyp('mif1'), 'image/heic'],
    ['AVIF', 'image', ftyp('avif'), 'image/avif'],
    ['TIFF', 'image', Buffer.from('II*\0\x08\0\0\0', 'latin1'), 'image/tiff'],
    ['M4A', 'voice', ftyp('M4A '), 'audio/mp4'],
    ['QuickTime', 'video', ftyp('qt  '), 'video/quicktime'],
    ['something unheard of', 'image', Buffer.from('\x01\x02mystery', 'latin1'), 'application/octet-stream'],
    ['a text', 'voice', Buffer.from('no voice at all, only words'), 'application/octet-stream'],
  ])(
    '%s that came as %s is kept with its type and never asked for again',
    async (what, kind, bytes, type) => {
      shop.wechat.on(PATH, (_call, response) => void response.end(bytes));
      const messageId = await receiveMedia(`file of ${what}`, { MsgType: kind });
      for (let more = 0; more < 3; more += 1) await fetching.fetch(messageId);
      const stored = (await files.open(messageId))!;
      expect(stored).toMatchObject({ mediaType: type, bytes: bytes.length });
      expect(await readFile(stored.path)).toEqual(bytes);
      expect(shop.wechat.to(PATH)).toHaveLength(1);
    },
  );
});

/** Makes frames of 12.2 kbit/s, each of which lasts a fiftieth of a second. */
function amrOf(frames: number): Buffer {
  const frame = Buffer.concat([Buffer.from([0x3c]), Buffer.alloc(31, 0x55)]);
  return Buffer.concat([Buffer.from('#!AMR\n'), ...Array.from({ length: frames }, () => frame)]);
}

test('a text message causes no media to be fetched', async () => {
  await push(program, safely(buildXml(message({ Content: 'only words' }))));
  const { id } = await program
    .get(Database)
    .one<{ id: string }>(sql`select id from message where text = 'only words'`);
  await fetching.fetch(id);
  expect(await files.open(id)).toBeUndefined();
  expect(shop.wechat.to(PATH)).toHaveLength(0);
});
