import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renewCiphers, Vault } from '../../src/platform/crypto/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

it('every encrypted column is read with the old key and written with the new one, and what is empty stays so', async () => {
  const [newer, older] = [randomBytes(32), randomBytes(32)];
  const before = new Vault([older]);
  await shop.rows(sql`create table kept_safe (number bigint, a_cipher text, b_cipher text)`);
  await shop.rows(sql`
    insert into kept_safe values (1, ${before.encrypt('one', 'safe.a')}, null),
                                 (2, ${before.encrypt('two', 'safe.a')}, ${before.encrypt('three', 'safe.b')})`);
  const contexts = { a_cipher: 'safe.a', b_cipher: 'safe.b' };
  const both = new Vault([newer, older]);
  const renewed = await renewCiphers(shop.get(Database), both, {
    table: 'kept_safe',
    id: 'number',
    contexts,
  });
  expect(renewed).toBe(2);
  const after = new Vault([newer]);
  const rows = await shop.rows<{ aCipher: string; bCipher: string | null }>(
    sql`select a_cipher, b_cipher from kept_safe order by number`,
  );
  expect(rows.map(({ aCipher }) => after.decrypt(aCipher, 'safe.a'))).toEqual(['one', 'two']);
  expect(rows.map(({ bCipher }) => bCipher && after.decrypt(bCipher, 'safe.b'))).toEqual([null, 'three']);
});
