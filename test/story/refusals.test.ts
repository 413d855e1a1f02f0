import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { message, nowSeconds, safely, type Sent, signedQuery } from '../channels/pushing.js';
import type { Program } from '../support/program.js';
import { Installation } from './installation.js';
import { post } from './wire.js';

let shop: Installation;
let program: Program;

beforeAll(async () => {
  shop = await Installation.onServer();
  await shop.connect();
  program = await shop.start();
});
afterAll(() => shop.close());

const good = () => safely(buildXml(message()));
const bomb = '<!DOCTYPE xml [<!ENTITY a "lol">]><xml><Content>&a;</Content></xml>';

const REFUSED: [string, number, string, Sent][] = [
  ['a wrong signature', 403, 'wrong_signature', safely(buildXml(message()), { token: 'guessed' })],
  [
    'a stale timestamp',
    403,
    'stale_timestamp',
    { ...good(), query: { ...good().query, ...signedQuery(nowSeconds() - 660) } },
  ],
  ['more than 1 MB', 413, 'too_large', { ...good(), body: 'x'.repeat(1024 * 1024 + 1) }],
  ['a DOCTYPE', 400, 'unparsable', { ...good(), body: bomb }],
  ['no XML', 400, 'unparsable', { ...good(), body: '{"xml": ' }],
  ['an unknown key', 404, 'unknown_key', { ...good(), key: 'nobody' }],
];

test.each(REFUSED)(
  'the running program refuses %s with %i and counts it',
  async (_what, status, reason, sent) => {
    const before = await counted(reason);
    const answer = await post(program.url, sent);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await counted(reason)).toBe(before + 1);
  },
);

test('the running program accepts a signed DOCTYPE that was encrypted, and reads nothing from it', async () => {
  const before = await counted('unparsable');
  expect((await post(program.url, safely(bomb))).status).toBe(200);
  expect(await counted('unparsable')).toBe(before + 1);
});

test('the refused callbacks make no message and no error in the log, and what was signed is kept', async () => {
  expect(await shop.rows('select from message')).toEqual([]);
  const kept = await shop.rows('select state, error from inbound_envelope');
  expect(kept).toEqual(
    Array(3).fill({
      state: 'failed',
      error: expect.stringMatching(/^unread: (unparsable|too_large)$/) as string,
    }),
  );
  expect(program.said).not.toContain('"level":50');
});

async function counted(reason: string): Promise<number> {
  const metrics = await (await fetch(`${program.url}/metrics`)).text();
  const line = new RegExp(`^huiyin_callback_refusals_total\\{reason="${reason}"\\} (\\d+)$`, 'm');
  return Number(line.exec(metrics)?.[1] ?? 0);
}
