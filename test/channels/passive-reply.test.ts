import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decrypt } from '../../src/channels/wechat-official/callback/message-crypto.js';
import { sign } from '../../src/channels/wechat-official/callback/signature.js';
import { buildXml, parseXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, plainly, push, safely } from './pushing.js';
import { SHOP, Shop } from './shop.js';

const shop = new Shop();
let program: NestExpressApplication;

beforeAll(async () => {
  program = await shop.open();
  await shop.connect(program, { key: 'plain', mode: 'plain' });
});
afterAll(() => shop.close());

describe('a reply that is ready', () => {
  async function planned(externalId: string, text: string): Promise<void> {
    await program.get(Database).run(sql`
      insert into delivery (reason_key, identity_id, account_id, conversation_id, message_id, purpose, content, due_at, created_at)
      select ${`test:${text}`}, i.id, i.account_id, c.id, m.id, 'receipt', ${JSON.stringify({ text })},
             clock_timestamp() - interval '1 minute', clock_timestamp()
        from identity i join conversation c on c.identity_id = i.id join message m on m.conversation_id = c.id
       where i.external_id = ${externalId} limit 1`);
  }

  function opened(answer: Record<string, unknown>): Record<string, unknown> {
    const { Encrypt, MsgSignature, TimeStamp, Nonce } = answer as Record<string, string>;
    expect(MsgSignature).toBe(sign(SHOP.token, String(TimeStamp), Nonce!, Encrypt!));
    const { text, receiverId } = decrypt(Encrypt!, SHOP.aesKey);
    expect(receiverId).toBe(SHOP.appId);
    return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : parseXml(text);
  }

  test('a ready reply goes out encrypted in the answer, and again when the push is repeated', async () => {
    const from = { FromUserName: 'oLiLei' };
    await push(program, safely(buildXml(message(from))));
    await planned('oLiLei', '已收到,工单 T100001 ]]>');
    const sent = safely(buildXml(message(from)));
    for (const answer of [await push(program, sent), await push(program, sent)]) {
      expect(answer.headers['content-type']).toMatch(/^text\/xml/);
      expect(opened(parseXml(answer.text))).toMatchObject({
        ToUserName: 'oLiLei',
        FromUserName: SHOP.originalId,
        MsgType: 'text',
        Content: '已收到,工单 T100001 ]]>',
      });
    }
  });

  test('a ready reply goes out as JSON when the push was JSON', async () => {
    const from = { FromUserName: 'oHanMeimei' };
    await push(program, safely(buildXml(message(from))));
    await planned('oHanMeimei', 'We have it');
    const answer = await push(program, safely(JSON.stringify(message(from))));
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(opened(JSON.parse(answer.text) as Record<string, unknown>)).toMatchObject({
      Content: 'We have it',
    });
  });

  test('a ready reply goes out unencrypted when the push was unencrypted', async () => {
    const sent = () => ({ ...plainly(buildXml(message({ FromUserName: 'oLucy' }))), key: 'plain' });
    await push(program, sent());
    await planned('oLucy', '<a href="https://shop/t/1">查进度</a>');
    expect(parseXml((await push(program, sent())).text)).toMatchObject({
      ToUserName: 'oLucy',
      Content: '<a href="https://shop/t/1">查进度</a>',
    });
  });
});
