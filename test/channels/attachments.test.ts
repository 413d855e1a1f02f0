import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MessageFiles } from '../../src/conversations/index.js';
import { WechatSending } from '../../src/channels/wechat-official/sending.service.js';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import type { Attachment } from '../../src/delivery/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, push, safely } from './pushing.js';
import { Shop, sentBy } from './shop.js';

const SEND = '/cgi-bin/message/custom/send';
const UPLOAD = '/cgi-bin/media/upload';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const shop = new Shop();
let program: NestExpressApplication;
let accountId: string;
let messageId: string;
let serial = 0;

beforeAll(async () => {
  program = await shop.open();
  accountId = await shop.connect(program, { key: 'sends' });
});
beforeEach(async () => {
  shop.wechat.reset();
  shop.wechat.on(SEND, () => ({ errcode: 0 }));
  shop.wechat.on(UPLOAD, () => ({ type: 'image', media_id: `media-${++serial}`, created_at: 1 }));
  await program.get(Database).run(sql`delete from wechat_upload`);
  messageId = await someMessage();
});
afterAll(() => shop.close());

const send = (attachment: Attachment, text = '[图片]') =>
  program
    .get(WechatSending, { strict: false })
    .send({ ...sentBy(accountId, { text, attachment }), messageId }, 'customer_message');
const keep = (bytes: Buffer, mediaType: string) =>
  program.get(MessageFiles, { strict: false }).keep(messageId, { bytes, mediaType });
const bodies = () => shop.wechat.to(SEND).map(({ body: { touser: _touser, ...rest } }) => rest);

describe('a picture', () => {
  test('a picture is uploaded once, however often it is sent', async () => {
    await keep(PNG, 'image/png');
    expect(await send({ kind: 'image' })).toEqual({ state: 'accepted' });
    await send({ kind: 'image' });
    const [upload, ...more] = shop.wechat.to(UPLOAD);
    expect(more).toEqual([]);
    expect(upload?.raw).toMatch(/name="media"; filename="file\.png"/);
    const sent = { msgtype: 'image', image: { media_id: `media-${serial}` } };
    expect(bodies()).toEqual([sent, sent]);
  });

  test('a picture that WeChat has forgotten is uploaded and sent once more, and not forever', async () => {
    await keep(PNG, 'image/png');
    await send({ kind: 'image' });
    const forgotten = `media-${serial}`;
    shop.wechat.on(SEND, ({ body }) => ({
      errcode: (body.image as { media_id: string }).media_id === forgotten ? 40007 : 0,
    }));
    expect(await send({ kind: 'image' })).toEqual({ state: 'accepted' });
    expect(shop.wechat.to(UPLOAD)).toHaveLength(2);
    shop.wechat.on(SEND, () => ({ errcode: 40007 }));
    expect(await send({ kind: 'image' })).toMatchObject({ then: 'give_up', reason: 'media_gone 40007' });
    expect(shop.wechat.to(SEND)).toHaveLength(5);
  });

  test('a picture is uploaded again before its three days at WeChat are over', async () => {
    await keep(PNG, 'image/png');
    await send({ kind: 'image' });
    await program
      .get(Database)
      .run(sql`update wechat_upload set uploaded_at = uploaded_at - interval '71 hours'`);
    await send({ kind: 'image' });
    expect(shop.wechat.to(UPLOAD)).toHaveLength(2);
  });
});

test.each<[string, Attachment, Buffer, string]>([
  ['a picture over 2 MB', { kind: 'image' }, Buffer.alloc(2 * 1024 * 1024 + 1), 'image/png'],
  ['a picture of a kind that WeChat does not take', { kind: 'image' }, PNG, 'image/webp'],
  ['a voice that is a picture', { kind: 'voice' }, PNG, 'image/png'],
  [
    'a card whose picture is over 64 KB',
    { kind: 'mini_program', title: '查进度', appId: 'wx1', page: 'p' },
    Buffer.alloc(65_537),
    'image/jpeg',
  ],
])('%s is refused before it is uploaded', async (_what, attachment, bytes, mediaType) => {
  await keep(bytes, mediaType);
  expect(await send(attachment)).toEqual({ state: 'refused', then: 'give_up', reason: 'media_refused' });
  expect(shop.wechat.calls.map(({ path }) => path)).not.toContain(UPLOAD);
});

test.each<[Attachment, string]>([
  [{ kind: 'menu', choices: [{ id: 'good', text: '满意' }], closing: '谢谢' }, '满意吗\n满意\n谢谢'],
  [
    { kind: 'article', title: '退货指南', url: 'https://shop.example/a' },
    '退货指南\n满意吗\nhttps://shop.example/a',
  ],
])('an attachment that the account may not send goes out as a text: $kind', async (attachment, content) => {
  shop.wechat.on(SEND, ({ body }) => ({ errcode: body.msgtype === 'text' ? 0 : 45162 }));
  expect(await send(attachment, '满意吗')).toEqual({ state: 'accepted' });
  expect(bodies()[1]).toEqual({ msgtype: 'text', text: { content } });
});

test('the sending of a picture that the account may not send is given up', async () => {
  await keep(PNG, 'image/png');
  shop.wechat.on(SEND, () => ({ errcode: 45162 }));
  expect(await send({ kind: 'image' })).toMatchObject({ reason: 'wrong_message_type 45162' });
  expect(shop.wechat.to(SEND)).toHaveLength(1);
});

test('a message whose file is missing is refused with that reason', async () => {
  expect(await send({ kind: 'voice' })).toMatchObject({ then: 'give_up', reason: 'media_missing' });
});

test.each<[Attachment, object]>([
  [
    {
      kind: 'menu',
      choices: [
        { id: 'good', text: '满意' },
        { id: 'bad', text: '不满意' },
      ],
      closing: '谢谢',
    },
    {
      msgtype: 'msgmenu',
      msgmenu: {
        head_content: '您满意吗?',
        list: [
          { id: 'good', content: '满意' },
          { id: 'bad', content: '不满意' },
        ],
        tail_content: '谢谢',
      },
    },
  ],
  [
    { kind: 'article', title: '进度', url: 'https://shop/t/1' },
    {
      msgtype: 'news',
      news: { articles: [{ title: '进度', description: '您满意吗?', url: 'https://shop/t/1', picurl: '' }] },
    },
  ],
])('the attachment %j goes out in WeChat’s format', async (attachment, body) => {
  expect(await send(attachment, '您满意吗?')).toEqual({ state: 'accepted' });
  expect(bodies()).toEqual([body]);
});

async function someMessage(): Promise<string> {
  const text = `message ${++serial}`;
  await push(program, safely(buildXml(message({ Content: text }))));
  const { id } = await program
    .get(Database)
    .one<{ id: string }>(sql`select id from message where text = ${text}`);
  return id;
}
