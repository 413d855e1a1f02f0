import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LocalFiles } from '../../src/platform/files/index.js';
import { emptyDatabase, type TestDatabase, withClient } from '../support/database.js';
import { type Environment, huiyin, Program } from '../support/program.js';
import { Agent } from '../story/agent.js';
import { Balancer } from '../story/balancer.js';
import { Installation } from '../story/installation.js';
import { inLanes } from '../story/lanes.js';
import { Wechat } from '../story/wechat.js';

/** BACKUPS=20 is the long run. */
const BACKUPS = Number(process.env.BACKUPS ?? 3);
const LANES = 5;
/** Each copy mostly waits for a process to start. */
const COPIES_AT_ONCE = 3;
const CUSTOMERS = 200 + BACKUPS * 200;
const PASS_PHRASE = 'a phrase that only this test knows';
/** So long a process runs on each copy, which is several rounds of every sweep. */
const WATCHED_MS = 4_000;
/** For each backup, and for each copy with its four processes, on a machine that does much else. */
const LIMIT_MS = 240_000;

interface Kept {
  file: string;
  /** What was committed before the backup began, as `table id` or the path of a file. */
  before: string[];
}

interface Standing {
  deliveries: string[];
  shown: number;
}

const programs: Program[] = [];
const balancer = new Balancer(programs);
const folder = mkdtempSync(join(tmpdir(), 'huiyin-backups-'));
const kept: Kept[] = [];
let shop: Installation;
let wechat: Wechat;
let lina: Agent;
let enough = false;

beforeAll(
  async () => {
    await balancer.open();
    wechat = await Wechat.open(balancer.url, CUSTOMERS);
    shop = await Installation.onServer({ BACKUP_PASS_PHRASE: PASS_PHRASE });
    await wechat.connect(shop);
    lina = await Agent.hired(shop);
    programs.push(await shop.start(), await shop.start());
    await Promise.all([customersCome(), backups()]);
    await shop.stop();
  },
  300_000 + BACKUPS * LIMIT_MS,
);
afterAll(async () => {
  await shop.close();
  await wechat.close();
  balancer.close();
  rmSync(folder, { recursive: true, force: true });
});

test(
  `each of ${BACKUPS} backups taken under load is restored with all that was committed before, and sends nothing`,
  async () => {
    await inLanes(kept.entries(), COPIES_AT_ONCE, async ([number, { file, before }]) => {
      const database = await emptyDatabase();
      const copy = {
        ...shop.environment,
        DATABASE_URL: database.url,
        DATA_DIR: join(folder, `copy-${number}`),
      };
      const started = performance.now();
      const restored = await huiyin<{ rows: number; files: number }>(copy, 'restore', '--from', file);
      const seconds = secondsSince(started);
      const here = new Set(await inventory(database.url));
      expect(before.filter((one) => !here.has(one))).toEqual([]);
      await filesAreThere(database, copy);
      expect(await huiyin(copy, 'sla:recompute')).toMatchObject({ differing: 0 });
      await sendsNothing(database, copy);
      print({ backup: number, before: before.length, ...restored, seconds, whole: secondsSince(started) });
      await database.drop();
      rmSync(copy.DATA_DIR, { recursive: true, force: true });
    });
    expect(kept.length).toBe(BACKUPS);
    expect(kept.at(-1)!.before.length).toBeGreaterThan(kept[0]!.before.length);
  },
  60_000 + BACKUPS * LIMIT_MS,
);

/** Customers write and send pictures, each another file; an agent answers and solves. */
async function customersCome(): Promise<void> {
  await inLanes(wechat.customers, LANES, async (openid) => {
    if (enough) return;
    await wechat.sendsPicture(openid, openid);
    await wechat.says(openid, `我要投诉，收到的大衣是破的 ${openid}`);
    const number = await wechat.ticketOn(openid);
    if (number === undefined) return;
    await lina.replies(balancer.url, number, { text: `马上为您换货 ${number}`, takeLast: true });
    await lina.resolves(balancer.url, number);
  });
}

/** Every second one is encrypted. */
async function backups(): Promise<void> {
  await pause(3_000);
  for (let number = 0; number < BACKUPS; number += 1) {
    const file = join(folder, `${number}.backup`);
    const before = await inventory(shop.environment.DATABASE_URL!);
    const started = performance.now();
    await shop.command('backup', '--to', file, ...(number % 2 === 1 ? ['--encrypt'] : []));
    print({ taken: number, before: before.length, seconds: secondsSince(started) });
    kept.push({ file, before });
    await pause(500);
  }
  enough = true;
}

/** Lists every row that is never deleted, and every file. */
function inventory(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ one: string }>(`
      select 'event ' || id || ' ' || at as one from event union all
      select 'message ' || id || ' ' || text from message union all
      select 'delivery ' || id from delivery union all
      select 'ticket ' || id || ' ' || number from ticket union all
      select 'timer ' || id from timer union all
      select 'envelope ' || key from inbound_key union all
      select 'notice ' || id from notice union all
      select 'customer ' || id || ' ' || name from customer union all
      select 'file ' || path from stored_file`);
    return rows.map(({ one }) => one);
  });
}

async function filesAreThere(database: TestDatabase, { DATA_DIR }: { DATA_DIR: string }): Promise<void> {
  const store = new LocalFiles(join(DATA_DIR, 'files'));
  await withClient(database.url, async (client) => {
    const { rows } = await client.query<{ path: string; bytes: string }>(
      'select path, bytes from stored_file',
    );
    for (const { path, bytes } of rows) expect((await store.read(path))?.length, path).toBe(Number(bytes));
  });
}

async function sendsNothing(database: TestDatabase, copy: Environment): Promise<void> {
  const before = await standing(database.url);
  const program = await Program.start(copy);
  await pause(WATCHED_MS);
  expect(await standing(database.url)).toEqual(before);
  expect(await huiyin(copy, 'doctor')).toMatchObject({ held: { reason: 'restored' } });
  expect(await program.stop()).toBe(0);
}

/** A delivery whose sender is gone may become unknown or planned again; none may be sent. */
async function standing(url: string): Promise<Standing> {
  const deliveries = await withClient(url, async (client) => {
    const { rows } = await client.query<{ one: string }>(
      `select id || ' ' || state as one from delivery where state in ('accepted', 'delivered', 'refused') order by id`,
    );
    return rows.map(({ one }) => one);
  });
  return { deliveries, shown: (await wechat.shown()).length };
}

function secondsSince(started: number): number {
  return Number(((performance.now() - started) / 1000).toFixed(1));
}

/** One line each, so that a long run shows how far it is. */
function print(line: object): void {
  process.stdout.write(`  ${JSON.stringify(line)}\n`);
}
