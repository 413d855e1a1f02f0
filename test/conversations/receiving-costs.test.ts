import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';
import { SocketWrites } from '../support/writes.js';

let shop: Shop;
let writes: SocketWrites;
let statements = 0;

beforeAll(async () => {
  shop = await Shop.open();
  Object.assign(shop.get(DataSource).logger, { logQuery: () => void (statements += 1) });
  writes = new SocketWrites(shop.get(Database).url);
  await shop.says('xiaohong', '我要退款');
});
afterAll(() => {
  writes.stop();
  return shop.close();
});

it('words that go to an open ticket cost at most 20 statements in 11 writes to the database', async () => {
  const seen: { statements: number; writes: number }[] = [];
  for (let time = 0; time < 8; time += 1) {
    statements = 0;
    seen.push({ writes: await writes.of(() => shop.says('xiaohong', '你们周末上班吗')), statements });
  }
  expect(Math.min(...seen.map((one) => one.statements))).toBeLessThanOrEqual(20);
  expect(Math.min(...seen.map((one) => one.writes))).toBeLessThanOrEqual(11);
});
