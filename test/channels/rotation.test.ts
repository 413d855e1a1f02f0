import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { decrypt } from '../../src/channels/wechat-official/callback/message-crypto.js';
import { sign } from '../../src/channels/wechat-official/callback/signature.js';
import { buildXml, parseXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, push, safely, signedQuery, verify } from './pushing.js';
import { SHOP, Shop } from './shop.js';

const OLD = { token: SHOP.token, aesKey: SHOP.aesKey };
const NEW = { token: 'rotated-token', aesKey: 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba' };

const shop = new Shop();
let program: NestExpressApplication;
let accountId: string;

beforeAll(async () => {
  program = await shop.open();
  accountId = (await program.get(WechatAccounts, { strict: false }).byKey('shop'))!.channel.id;
});
beforeEach(async () => {
  await accounts().rotate(accountId, OLD);
  await accounts().rotate(accountId, NEW);
});
afterAll(() => shop.close());

const accounts = () => program.get(WechatAccounts, { strict: false });
const pushWith = (credential: typeof OLD) => push(program, safely(buildXml(message()), credential));

test.each([
  ['the new token and key', NEW],
  ['the old token and key', OLD],
  ['the new token and the old key', { ...NEW, aesKey: OLD.aesKey }],
  ['the old token and the new key', { ...OLD, aesKey: NEW.aesKey }],
])('while a key is being changed, a push made with %s is accepted', async (_what, credential) => {
  expect((await pushWith(credential)).status).toBe(200);
});

test('during a rotation the address check is accepted with either token', async () => {
  for (const { token } of [OLD, NEW]) {
    expect((await verify(program, { ...signedQuery(undefined, token), echostr: 'x' })).text).toBe('x');
  }
});

test('during a rotation an answer uses the same credential as its push', async () => {
  for (const [credential, customer] of [
    [OLD, 'oLiLei'],
    [NEW, 'oLucy'],
  ] as const) {
    await push(program, safely(buildXml(message({ FromUserName: customer }))));
    await planned(customer);
    const answer = await push(program, safely(buildXml(message({ FromUserName: customer })), credential));
    const { Encrypt, MsgSignature, TimeStamp, Nonce } = parseXml(answer.text) as Record<string, string>;
    expect(MsgSignature).toBe(sign(credential.token, TimeStamp!, Nonce!, Encrypt!));
    expect(parseXml(decrypt(Encrypt!, credential.aesKey).text).Content).toBe('已收到');
  }
});

test('a day after a rotation the old token and key are refused', async () => {
  const database = program.get(Database);
  await database.run(sql`update wechat_account set previous_until = clock_timestamp() - interval '1 second'`);
  expect([(await pushWith(OLD)).status, (await pushWith(NEW)).status]).toEqual([403, 200]);
});

test('a malformed key does not change the stored one', async () => {
  await expect(accounts().rotate(accountId, { aesKey: 'short' })).rejects.toMatchObject({ status: 422 });
  expect((await pushWith(NEW)).status).toBe(200);
});

async function planned(externalId: string): Promise<void> {
  await program.get(Database).run(sql`
    insert into delivery (reason_key, identity_id, account_id, conversation_id, message_id, purpose, content, due_at, created_at)
    select ${`test:${externalId}`}, i.id, i.account_id, c.id, m.id, 'receipt', '{"text": "已收到"}',
           clock_timestamp() - interval '1 minute', clock_timestamp()
      from identity i join conversation c on c.identity_id = i.id join message m on m.conversation_id = c.id
     where i.external_id = ${externalId} limit 1`);
}
