import type { NestExpressApplication } from '@nestjs/platform-express';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MediaFetching } from '../../src/channels/wechat-official/media-fetching.service.js';
import { MediaFiles } from '../../src/channels/wechat-official/media-files.service.js';
import { buildXml } from '../../src/channels/wechat-official/xml.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, push, safely } from './pushing.js';
import { Shop } from './shop.js';

const PATH = '/cgi-bin/media/get';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const shop = new Shop();
let program: NestExpressApplication;
let fetching: MediaFetching;
let files: MediaFiles;

beforeAll(async () => {
  program = await shop.open();
  fetching = program.get(MediaFetching, { strict: false });
  files = program.get(MediaFiles, { strict: false });
});
beforeEach(() => {
  shop.wechat.reset();
  shop.wechat.on(PATH, (_call, response) => void response.setHeader('content-type', 'text/plain').end(PNG));
});
afterAll(() => shop.close());

async function received(mediaId: string, more = {}): Promise<string> {
  const fields = message({ MsgType: 'image', MediaId: mediaId, PicUrl: 'http://pic/1', ...more });
  expect((await push(program, safely(buildXml(fields)))).status).toBe(200);
  const { id } = await program
    .get(Database)
    .one<{ id: string }>(sql`select id from message where content->>'mediaId' = ${mediaId}`);
  return id;
}

describe('an image of Wang Fang', () => {
  test('is fetched by a job soon after it came', async () => {
    const messageId = await received('media-1');
    expect(await files.open(messageId)).toBeUndefined();
    const worker = await shop.start('worker');
    await expect.poll(() => files.open(messageId), { timeout: 10_000 }).toBeDefined();
    await worker.close();
    const stored = (await files.open(messageId))!;
    expect(stored).toMatchObject({ mediaType: 'image/png', bytes: PNG.length });
    expect(await readFile(stored.path)).toEqual(PNG);
  });

  test('is fetched once, however often the job runs', async () => {
    const messageId = await received('media-2');
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
  ])('is not stored from %s, and can be fetched later', async (what, answer) => {
    const messageId = await received(`media of ${what}`);
    shop.wechat.on(PATH, answer);
    await expect(fetching.fetch(messageId)).rejects.toThrow();
    expect(await files.open(messageId)).toBeUndefined();
    shop.wechat.on(PATH, (_call, response) => void response.end(PNG));
    await fetching.fetch(messageId);
    expect(await files.open(messageId)).toBeDefined();
  });
});

describe('a voice and a video of Li Lei', () => {
  const AMR = Buffer.from('#!AMR\n\x3c\x08');
  const MP4 = Buffer.from('\0\0\0\x18ftypmp42');
  const from = { FromUserName: 'oLiLei' };

  test('a voice is kept with what it is', async () => {
    shop.wechat.on(PATH, (_call, response) => void response.end(AMR));
    const messageId = await received('voice-1', { ...from, MsgType: 'voice', Recognition: '我要退款' });
    await fetching.fetch(messageId);
    expect(await files.open(messageId)).toMatchObject({ mediaType: 'audio/amr', bytes: AMR.length });
  });

  test('a video is fetched from where WeChat says it is', async () => {
    shop.wechat.on(PATH, () => ({ video_url: `${shop.wechat.url}/video/1`, down_url: 'x' }));
    shop.wechat.on('/video/1', (_call, response) => void response.end(MP4));
    const messageId = await received('video-1', { ...from, MsgType: 'video' });
    await fetching.fetch(messageId);
    expect(await files.open(messageId)).toMatchObject({ mediaType: 'video/mp4', bytes: MP4.length });
  });

  test('a picture is no voice', async () => {
    const messageId = await received('voice-2', { ...from, MsgType: 'voice' });
    await expect(fetching.fetch(messageId)).rejects.toThrow('no voice');
  });

  test('what is older than three days is given up, once', async () => {
    const messageId = await received('voice-3', { ...from, MsgType: 'voice' });
    await program
      .get(Database)
      .run(sql`update message set sent_at = sent_at - interval '73 hours' where id = ${messageId}`);
    expect(await files.isLost(messageId)).toBe(false);
    await fetching.fetch(messageId);
    await fetching.fetch(messageId);
    expect(await files.isLost(messageId)).toBe(true);
    expect(shop.wechat.to(PATH)).toHaveLength(0);
  });
});

test('a text has no file', async () => {
  await push(program, safely(buildXml(message({ Content: 'only words' }))));
  const { id } = await program
    .get(Database)
    .one<{ id: string }>(sql`select id from message where text = 'only words'`);
  await fetching.fetch(id);
  expect(await files.open(id)).toBeUndefined();
  expect(shop.wechat.to(PATH)).toHaveLength(0);
});
