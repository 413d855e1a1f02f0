import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../../src/platform/database/index.js';
import { SocketWrites } from '../support/writes.js';
import { type Desk, Workbench } from './workbench.js';

/** Two of them find out who asks. */
const PAGES = [
  { page: 'the inbox', path: () => '/inbox', most: 4 },
  { page: 'an open conversation', path: () => `/inbox/${talk}`, most: 6 },
  { page: 'the queue', path: () => '/tickets', most: 6 },
  { page: 'a ticket', path: () => `/tickets/${number}`, most: 6 },
];

let bench: Workbench;
let lina: Desk;
let writes: SocketWrites;
let talk: string;
let number: string;

beforeAll(async () => {
  bench = await Workbench.open();
  await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
  [lina, talk, number] = await Promise.all([
    bench.desk('lina'),
    bench.talkOf('xiaohong'),
    bench.ticketOf('xiaohong'),
  ]);
  writes = new SocketWrites(bench.server.get(Database).url);
});
afterAll(() => {
  writes?.stop();
  return bench.close();
});

/** Takes the least of several times, because what else the process did meanwhile is counted too. */
async function leastWrites(path: string): Promise<number> {
  const seen: number[] = [];
  for (let time = 0; time < 8; time += 1) seen.push(await writes.of(() => lina.get(path)));
  return Math.min(...seen);
}

it.each(PAGES)('$page is drawn with at most $most writes to the database', async ({ path, most }) => {
  const least = await leastWrites(path());
  expect(least).toBeGreaterThan(0);
  expect(least).toBeLessThanOrEqual(most);
});
