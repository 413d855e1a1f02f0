import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sign } from '../../src/channels/wechat-official/callback/signature.js';
import { buildXml, parseXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Database, sql } from '../../src/platform/database/index.js';
import {
  compatibly,
  message,
  nowSeconds,
  plainly,
  push,
  safely,
  signedQuery,
  verify,
  type Sent,
} from './pushing.js';
import { SHOP, Shop } from './shop.js';

const shop = new Shop();
let program: NestExpressApplication;

beforeAll(async () => {
  program = await shop.open();
  await shop.connect(program, { key: 'compatible', mode: 'compatible' });
  await shop.connect(program, { key: 'plain', mode: 'plain' });
});
afterAll(() => shop.close());

async function countMessages(text: string): Promise<number> {
  const { count } = await program
    .get(Database)
    .one<{ count: number }>(sql`select count(*)::int as count from message where text = ${text}`);
  return count;
}

async function countRefusals(reason: string): Promise<number> {
  const row = await program
    .get(Database)
    .maybe<{ count: string }>(
      sql`select sum(count) as count from refusal_count where reason = ${`wechat.${reason}`}`,
    );
  return Number(row?.count ?? 0);
}

describe('the address check', () => {
  test('the address check is answered with the same echo, as plain text', async () => {
    const echostr = '<b>4375120948345356249</b>';
    const answer = await verify(program, { ...signedQuery(), echostr });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(echostr);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  });

  test.each([
    ['another token', { ...signedQuery(nowSeconds(), 'guessed'), echostr: 'x' }],
    ['no signature', { timestamp: String(nowSeconds()), nonce: '1', echostr: 'x' }],
    ['an old timestamp', { ...signedQuery(nowSeconds() - 700), echostr: 'x' }],
  ])('an address check with %s is refused', async (_what, query) => {
    expect((await verify(program, query)).status).toBe(403);
  });
});

describe('a message of Wang Fang', () => {
  test.each([
    ['in safe mode', (text: string): Sent => safely(buildXml(message({ Content: text })))],
    ['as JSON in safe mode', (text: string) => safely(JSON.stringify(message({ Content: text })))],
    [
      'in compatible mode',
      (text: string) => ({ ...compatibly(message({ Content: text })), key: 'compatible' }),
    ],
    [
      'encrypted to a plain account',
      (text: string) => ({ ...safely(buildXml(message({ Content: text }))), key: 'plain' }),
    ],
    ['in the clear', (text: string) => ({ ...plainly(buildXml(message({ Content: text }))), key: 'plain' })],
    [
      'as JSON in the clear',
      (text: string) => ({ ...plainly(JSON.stringify(message({ Content: text }))), key: 'plain' }),
    ],
  ])('a message is received %s', async (how, sent) => {
    const text = `退款 ${how}`;
    const answer = await push(program, sent(text));
    expect([answer.status, answer.text]).toEqual([200, 'success']);
    expect(await countMessages(text)).toBe(1);
  });

  test('a message is received once, however often it is pushed', async () => {
    const sent = safely(buildXml(message({ Content: 'three attempts' })));
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => push(program, sent)));
    expect(answers.map((answer) => answer.text)).toEqual(Array(5).fill('success'));
    expect(await countMessages('three attempts')).toBe(1);
  });

  test('a message is read from its encrypted part and not from the copy in the clear', async () => {
    const sent = compatibly(message({ Content: 'said' }), message({ Content: 'never said' }));
    expect((await push(program, { ...sent, key: 'compatible' })).status).toBe(200);
    expect([await countMessages('said'), await countMessages('never said')]).toEqual([1, 0]);
  });

  test('a message of an unknown kind and an unknown event are accepted', async () => {
    const kinds = [message({ MsgType: 'hologram' }), message({ MsgType: 'event', Event: 'moon_landing' })];
    const answers = await Promise.all(kinds.map((kind) => push(program, safely(buildXml(kind)))));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  });
});

describe('faulty callbacks', () => {
  const good = () => safely(buildXml(message({ Content: 'let me in' })));
  const xml = (fields = {}) => buildXml(message({ Content: 'let me in', ...fields }));
  const stale = (sent: Sent, seconds: number): Sent => {
    const { Encrypt } = parseXml(sent.body);
    const query = signedQuery(seconds);
    const msg_signature = sign(SHOP.token, query.timestamp!, query.nonce!, Encrypt as string);
    return { ...sent, query: { ...sent.query, ...query, msg_signature } };
  };
  const withQuery = (sent: Sent, query: Record<string, string>): Sent => ({
    ...sent,
    query: { ...sent.query, ...query },
  });
  const bomb = '<!DOCTYPE xml [<!ENTITY a "lol">]><xml><Content>&a;</Content></xml>';

  test.each<[string, number, string, () => Sent]>([
    ['an unknown key', 404, 'unknown_key', () => ({ ...good(), key: 'nobody' })],
    ['a key that PostgreSQL cannot read', 404, 'unknown_key', () => ({ ...good(), key: 'shop%00' })],
    ['a guessed token', 403, 'wrong_signature', () => safely(xml(), { token: 'guessed' })],
    [
      'a body that msg_signature does not cover',
      403,
      'wrong_signature',
      () => ({ ...good(), body: good().body }),
    ],
    [
      'a wrong msg_signature',
      403,
      'wrong_signature',
      () => withQuery(good(), { msg_signature: 'f'.repeat(40) }),
    ],
    ['a wrong signature', 403, 'wrong_signature', () => withQuery(good(), { signature: 'f'.repeat(40) })],
    ['a message of another app', 403, 'wrong_receiver', () => safely(xml(), { appId: 'wxanother' })],
    ['a message to another account', 403, 'wrong_receiver', () => safely(xml({ ToUserName: 'gh_other' }))],
    ['a timestamp of 11 minutes ago', 403, 'stale_timestamp', () => stale(good(), nowSeconds() - 660)],
    ['a timestamp in 11 minutes', 403, 'stale_timestamp', () => stale(good(), nowSeconds() + 660)],
    ['a clear push to a safe account', 403, 'wrong_mode', () => plainly(xml())],
    [
      'a compatible push to a safe account',
      403,
      'wrong_mode',
      () => compatibly(message({ Content: 'let me in' })),
    ],
    [
      'a clear push to a compatible account',
      403,
      'wrong_mode',
      () => ({ ...plainly(xml()), key: 'compatible' }),
    ],
    [
      'a clear push that nobody signed',
      403,
      'wrong_signature',
      () => ({
        body: xml(),
        key: 'plain',
        query: { timestamp: String(nowSeconds()), nonce: '1' },
      }),
    ],
    [
      'an encrypted push without a signature, whatever its body would cost to read',
      403,
      'wrong_signature',
      () => ({
        body: `<xml>${'<a></a>'.repeat(100_000)}</xml>`,
        query: {
          timestamp: String(nowSeconds()),
          nonce: '1',
          encrypt_type: 'aes',
          msg_signature: 'f'.repeat(40),
        },
      }),
    ],
    ['another AES key', 200, 'unparsable', () => safely(xml(), { aesKey: 'B'.repeat(43) })],
    ['a DOCTYPE', 400, 'unparsable', () => ({ ...good(), body: bomb })],
    ['a DOCTYPE inside', 200, 'unparsable', () => safely(bomb)],
    ['no XML', 400, 'unparsable', () => ({ ...good(), body: 'hello' })],
    ['no body', 400, 'unparsable', () => ({ ...good(), body: '' })],
    [
      'a message without a sender',
      200,
      'unparsable',
      () => safely('<xml><ToUserName>gh_shop</ToUserName></xml>'),
    ],
    ['more than 1 MB', 413, 'too_large', () => ({ ...good(), body: 'x'.repeat(1024 * 1024 + 1) })],
  ])(
    'a faulty callback is counted, and refused unless its body is proven: %s is answered %i',
    async (_what, status, reason, sent) => {
      const before = await countRefusals(reason);
      const answer = await push(program, sent());
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^text\/plain/);
      expect(await countRefusals(reason)).toBe(before + 1);
      expect(await countMessages('let me in')).toBe(0);
    },
  );

  test('a body of more than 1 MB is refused even if its length was not announced', async () => {
    await program.listen(0, '127.0.0.1');
    const url = `${await program.getUrl()}/channels/wechat/shop?${new URLSearchParams(good().query).toString()}`;
    const body = new Blob(['x'.repeat(1024 * 1024 + 1)]).stream();
    const answer = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(413);
  });

  test('a callback with a timestamp nine minutes old is accepted', async () => {
    const sent = stale(safely(buildXml(message({ Content: 'late but good' }))), nowSeconds() - 540);
    expect((await push(program, sent)).status).toBe(200);
  });

  test('a callback for a disabled account is refused as unknown', async () => {
    await shop.connect(program, { key: 'closed' });
    await program.get(Database).run(sql`update channel_account set enabled = false where key = 'closed'`);
    expect((await push(program, { ...good(), key: 'closed' })).status).toBe(404);
  });
});

test('a callback that cannot be stored within 4 s is answered 503, and accepted when it is repeated', async () => {
  const sent = safely(buildXml(message({ Content: 'while the table was locked' })));
  const database = program.get(Database);
  const answer = await database.transaction(async () => {
    await database.run(sql`lock table inbound_key in access exclusive mode`);
    return database.apart(() => push(program, sent).then((response) => response));
  });
  expect(answer.status).toBe(503);
  expect((await push(program, sent)).text).toBe('success');
  expect(await countMessages('while the table was locked')).toBe(1);
});
