import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WechatAccounts } from '../../src/channels/wechat-official/accounts.service.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, push, safely } from './pushing.js';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { SHOP, Shop } from './shop.js';

const shop = new Shop();
let program: NestExpressApplication;
let accounts: WechatAccounts;

beforeAll(async () => {
  program = await shop.open();
  accounts = program.get(WechatAccounts, { strict: false });
});
afterAll(() => shop.close());

describe('connecting an account', () => {
  test('a connected account works at once in another process', async () => {
    const other = await shop.start();
    const sent = { ...safely(buildXml(message())), key: 'new-shop' };
    expect((await push(other, sent)).status).toBe(404);
    await shop.connect(program, { key: 'new-shop' });
    expect((await push(other, sent)).status).toBe(200);
  });

  test('a connected account is read back as it was entered, with the default API address', async () => {
    const id = await shop.connect(program, { key: 'second' });
    const account = await accounts.byId(id);
    expect(account).toEqual(await accounts.byKey('second'));
    expect(account).toMatchObject({
      channel: { id, key: 'second', kind: 'wechat-official', name: SHOP.name, enabled: true },
      appSecret: SHOP.appSecret,
      token: SHOP.token,
      aesKey: SHOP.aesKey,
      apiUrl: shop.wechat.url,
    });
  });

  test('the API address of an account can be changed', async () => {
    const id = await shop.connect(program, { key: 'moving' });
    await accounts.reachAt(id, 'http://127.0.0.1:9/wechat/');
    expect(await accounts.byId(id)).toMatchObject({ apiUrl: 'http://127.0.0.1:9/wechat' });
  });

  test('the secrets of an account are stored encrypted', async () => {
    await shop.connect(program, { key: 'secretive' });
    const rows = await program.get(Database).rows(sql`select * from wechat_account`);
    const stored = JSON.stringify(rows);
    for (const secret of [SHOP.appSecret, SHOP.token, SHOP.aesKey]) expect(stored).not.toContain(secret);
  });

  test.each([
    ['key', { key: 'Shop Nr 1' }],
    ['originalId', { originalId: 'shop' }],
    ['appId', { appId: 'ww123' }],
    ['appSecret', { appSecret: '' }],
    ['token', { token: '' }],
    ['aesKey', { aesKey: 'too-short' }],
    ['aesKey', { aesKey: `${SHOP.aesKey}=` }],
    ['mode', { mode: 'secure' }],
    ['apiUrl', { apiUrl: 'file:///etc/passwd' }],
    ['key', { key: 'shop' }],
  ])('an account with a wrong %s is refused with a sentence about that field', async (field, wrong) => {
    const before = await count();
    await expect(shop.connect(program, { key: 'wrong', ...wrong })).rejects.toMatchObject({
      status: 422,
      details: { fields: { [field]: expect.any(String) as string } },
    });
    expect(await count()).toBe(before);
  });

  test('every wrong field of an account is named at once', async () => {
    await expect(shop.connect(program, { key: 'wrong', mode: '', token: '' })).rejects.toMatchObject({
      details: { fields: { mode: expect.any(String) as string, token: expect.any(String) as string } },
    });
  });
});

async function count(): Promise<number> {
  const { n } = await program
    .get(Database)
    .one<{ n: number }>(sql`select count(*)::int as n from channel_account`);
  return n;
}
