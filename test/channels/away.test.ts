import type { NestExpressApplication } from '@nestjs/platform-express';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { Database, migrate, sql } from '../../src/platform/database/index.js';
import { type EmbeddedPostgres, startEmbedded } from '../../src/platform/database/embedded/index.js';
import { signalAll } from '../support/hanging.js';
import { message, push, safely, type Sent } from './pushing.js';
import { Shop } from './shop.js';

const PUSHES = 12;

let dataDir: string;
let postgres: EmbeddedPostgres;
let shop: Shop;
let program: NestExpressApplication;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'huiyin-away-'));
  chmodSync(dataDir, 0o755);
  postgres = await startEmbedded({ dataDir, fsync: false });
  await migrate(postgres.url);
  shop = new Shop({ url: postgres.url, drop: async () => undefined });
  program = await shop.open();
}, 120_000);
afterAll(async () => {
  await shop.close();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const texts = (word: string) => Array.from({ length: PUSHES }, (_, number) => `${word} ${number}`);
const sent = (text: string): Sent =>
  safely(buildXml(message({ Content: text, FromUserName: `oPerson${text.length}` })));

/** Sends it as often as WeChat would have to. Returns what was answered before it was taken. */
async function untilTaken(one: Sent): Promise<number[]> {
  const refusals: number[] = [];
  for (;;) {
    const { status, text } = await push(program, one);
    if (status === 200 && text === 'success') return refusals;
    refusals.push(status);
    await pause(200);
  }
}

async function said(word: string): Promise<string[]> {
  const rows = await program
    .get(Database)
    .rows<{ text: string }>(sql`select text from message where text like ${`${word} %`}`);
  return rows.map(({ text }) => text).sort();
}

/** Returns the answers of the time in which the database is away. */
async function whileAway(word: string, goes: () => Promise<void>, comes: () => Promise<void>) {
  const pushes = texts(word).map(sent);
  await goes();
  // Each is answered before anything is mended.
  const answers = await Promise.all(pushes.map((one) => push(program, one)));
  const taken = Promise.all(pushes.map(untilTaken));
  await comes();
  await taken;
  return answers.map(({ status }) => status);
}

describe('fault 9: pushes that come while the database is away', { timeout: 240_000 }, () => {
  it('encrypted pushes are answered so that WeChat repeats them while PostgreSQL is stopped, and each is taken once', async () => {
    await untilTaken(sent('before 0'));
    const statuses = await whileAway(
      'stopped',
      () => postgres.stop(),
      async () => void (postgres = await startEmbedded({ dataDir, fsync: false })),
    );
    expect(statuses).toEqual(Array(PUSHES).fill(503));
    expect(await said('stopped')).toEqual(texts('stopped').sort());
    expect(await said('before')).toEqual(['before 0']);
  });

  it('they are answered in the same way while PostgreSQL hangs, and each is taken once', async () => {
    await untilTaken(sent('between 0'));
    const statuses = await whileAway(
      'hanging',
      () => signalAll(dataDir, 'SIGSTOP'),
      () => signalAll(dataDir, 'SIGCONT'),
    );
    expect(statuses).toEqual(Array(PUSHES).fill(503));
    expect(await said('hanging')).toEqual(texts('hanging').sort());
  });

  it('whatever is acknowledged while PostgreSQL is stopped in the midst of pushes is there afterwards', async () => {
    const taken = Promise.all(texts('midst').map((text) => untilTaken(sent(text))));
    await postgres.stop();
    postgres = await startEmbedded({ dataDir, fsync: false });
    await taken;
    expect(await said('midst')).toEqual(texts('midst').sort());
  });
});
