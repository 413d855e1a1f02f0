import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { contentOf } from '../backups/copies.js';
import { BucketStandIn, KEYS } from '../platform/bucket.js';
import { cloneCast } from '../support/cloned-cast.js';
import { emptyDatabase, type TestDatabase, withClient } from '../support/database.js';
import { TEST_KEY } from '../support/key.js';
import { type Environment, huiyin, Program } from '../support/program.js';

const run = promisify(execFile);
const COMMAND = join(root, 'dist/cli/main.js');
const PASS_PHRASE = 'a phrase that only this test knows';
const ROUNDS = 2;
/** Each command of an installation writes into these. */
const BY_COMMANDS = ['public.backup', 'public.revision'];

let folder: string;
let original: TestDatabase;
let environment: Environment;
let plain: string;
let sealed: string;
/** A restoration waits for whoever makes these: at its first tables, at its last ones, and with all rows in, before it commits. */
const HALTS = ['ticket', 'legal_hold', 'huiyin_restoration.nothing'];
const copies: TestDatabase[] = [];

beforeAll(async () => {
  await run(process.execPath, [join(root, 'scripts/ensure-built.mjs')]);
  folder = mkdtempSync(join(tmpdir(), 'huiyin-backups-'));
  chmodSync(folder, 0o755);
  original = (await cloneCast()).database;
  environment = at(original, join(folder, 'original'));
  [plain, sealed] = [join(folder, 'plain.backup'), join(folder, 'sealed.backup')];
  await huiyin(environment, 'backup', '--to', plain);
  await huiyin(environment, 'backup', '--to', sealed, '--encrypt');
});
afterAll(async () => {
  for (const database of [original, ...copies]) await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function at({ url }: TestDatabase, dataDir: string, settings: Environment = {}): Environment {
  const keys = { SECRET_KEY: TEST_KEY, BACKUP_PASS_PHRASE: PASS_PHRASE };
  return { DATABASE_URL: url, DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'warn', ...keys, ...settings };
}

async function empty(): Promise<TestDatabase> {
  const database = await emptyDatabase();
  copies.push(database);
  return database;
}

/** Returns what a command says that refuses, which is one sentence. */
async function refusal(given: Environment, ...words: string[]): Promise<string> {
  const failed = await huiyin(given, ...words).then(
    () => ({ code: 0, stdout: '', stderr: '' }),
    (error: unknown) => error as { code: number; stdout: string; stderr: string },
  );
  const { code, stdout, stderr } = failed;
  expect({ code, stdout, lines: stderr.trim().split('\n').length }, stderr).toEqual({
    ...{ code: 1, stdout: '', lines: 1 },
  });
  expect(stderr).not.toContain('    at ');
  return stderr.trim();
}

/** Says what stands in a place, of which there should be nothing. */
async function foundIn({ url }: TestDatabase, dataDir: string): Promise<string[]> {
  const relations = await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select nspname || '.' || relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where nspname !~ '^(pg_|information_schema)' union all select nspname from pg_namespace
        where nspname !~ '^(pg_|information_schema|public)'`,
    );
    return rows.map(({ name }) => name);
  });
  return [...relations, ...(existsSync(dataDir) ? readdirSync(dataDir) : [])];
}

describe('fault 44: what cannot be restored is refused with one sentence, and nothing is changed', () => {
  let database: TestDatabase;
  let dataDir: string;
  beforeAll(async () => {
    database = await empty();
    dataDir = join(folder, 'refused');
  });

  const refused = async (from: string, settings: Environment = {}) => {
    const sentence = await refusal(at(database, dataDir, settings), 'restore', '--from', from);
    expect(await foundIn(database, dataDir)).toEqual([]);
    return sentence;
  };

  it('a wrong pass phrase is refused', async () => {
    const sentence = await refused(sealed, { BACKUP_PASS_PHRASE: 'another phrase of this test' });
    expect(sentence).toBe('The pass phrase is not that of this backup.');
  });

  it('another key is refused', async () => {
    const sentence = await refused(plain, { SECRET_KEY: randomBytes(32).toString('base64') });
    expect(sentence).toMatch(/^The secrets in this backup were encrypted with another key/);
  });

  it('a file that is not there, and one that is something else, are refused', async () => {
    expect(await refused(join(folder, 'nothing'))).toMatch(/^There is no file .*nothing\.$/);
    expect(await refused(folder)).toMatch(/^There is no file/);
    expect(await refused(COMMAND)).toBe('This file is not a backup of Huiyin.');
  });

  it('a backup of a newer schema is refused', async () => {
    const newer = (await cloneCast()).database;
    copies.push(newer);
    const file = join(folder, 'newer.backup');
    await huiyin(at(newer, join(folder, 'newer')), 'backup', '--to', file);
    const changed = join(folder, 'later.backup');
    await withClient(newer.url, (client) =>
      client.query(`insert into migration (name, checksum) values ('9999-later.sql', 'x')`),
    );
    // The command of this version refuses such a database, so the tested room takes the backup.
    const { backedUp, Store } = await import('../backups/copies.js');
    const store = Store.make();
    await writeFile(changed, (await backedUp(newer.url, store)).bytes);
    store.removeAll();
    expect(await refused(changed)).toMatch(/^This version of Huiyin cannot restore the backup/);
  });

  it(
    `${ROUNDS} backups in which a byte was changed, and ${ROUNDS} that were cut off, are refused`,
    { timeout: 300_000 },
    async () => {
      const broken = join(folder, 'broken.backup');
      for (let round = 0; round < ROUNDS; round += 1) {
        const whole = await readFile(round % 2 === 0 ? plain : sealed);
        // The ten bytes before these say nothing but when and where gzip ran.
        const place = 10 + Math.floor(Math.random() * (whole.length - 10));
        const changed = Buffer.from(whole);
        changed[place]! ^= 1 + Math.floor(Math.random() * 255);
        await writeFile(broken, changed);
        expect(await refused(broken), `byte ${place}`).toMatch(
          /damaged|not a backup|not that of this backup/,
        );
        await writeFile(broken, whole.subarray(0, place));
        expect(await refused(broken), `${place} bytes`).toMatch(/damaged|not a backup/);
      }
    },
  );

  it('a place that is not empty is refused and stays as it is', async () => {
    const before = await contentOf(original.url);
    const sentence = await refusal(environment, 'restore', '--from', plain);
    expect(sentence).toMatch(/^The database is not empty/);
    expect(await contentOf(original.url)).toEqual(before);
  });
});

describe('fault 44: a backup that cannot be written leaves nothing behind', () => {
  it('a disk that is full is told with one sentence, and nothing of the backup stays', async () => {
    const to = join(folder, 'no-room');
    mkdirSync(to);
    // No file of this process may have more than these blocks.
    const limited = `ulimit -f 4; exec "$0" "$@"`;
    const words = ['-c', limited, process.execPath, COMMAND, 'backup', '--to', join(to, 'x.backup')];
    const { PATH = '', HOME = '' } = process.env;
    const failed = (await run('sh', words, { env: { PATH, HOME, ...environment } }).catch(
      (error: unknown) => error,
    )) as { code: number; stderr: string };
    expect(failed).toMatchObject({ code: 1, stderr: 'The disk is full: nothing was kept.\n' });
    expect(readdirSync(to)).toEqual([]);
    await withClient(original.url, async (client) => {
      const { rows } = await client.query('select state, error from backup order by id desc limit 1');
      expect(rows).toEqual([{ state: 'failed', error: 'disk_full' }]);
    });
  });

  it('a file that is there already is refused', async () => {
    expect(await refusal(environment, 'backup', '--to', plain)).toBe(`There is a file ${plain} already.`);
  });
});

describe('fault 44: a backup goes to a bucket and is restored from there', () => {
  it('the commands take an address of a bucket as they take a file', async () => {
    const bucket = new BucketStandIn();
    await bucket.open();
    const address = `${bucket.url.replace('http:', 's3+http:')}/backups/moving.backup`;
    const keys = {
      BACKUP_S3_REGION: KEYS.region,
      BACKUP_S3_ACCESS_KEY_ID: KEYS.accessKeyId,
      BACKUP_S3_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    };
    await huiyin({ ...environment, ...keys }, 'backup', '--to', address, '--encrypt');
    await huiyin({ ...environment, ...keys }, 'backup:check', '--from', address);
    const database = await empty();
    const copy = at(database, join(folder, 'from-bucket'), keys);
    await huiyin(copy, 'restore', '--from', address);
    expect(apart(await contentOf(database.url))).toEqual(apart(await contentOf(original.url)));
    const elsewhere = at(await empty(), join(folder, 'from-nothing'), keys);
    expect(await refusal(elsewhere, 'restore', '--from', `${address}.other`)).toMatch(/^There is no file s3/);
    await bucket.close();
  });
});

function apart(content: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(content).filter(([table]) => !BY_COMMANDS.includes(table)));
}

describe('fault 44: a restoration that is killed leaves a place that says so', () => {
  it(
    'nothing starts there, and the same restoration begins anew and ends',
    { timeout: 300_000 },
    async () => {
      const database = await empty();
      const copy = at(database, join(folder, 'killed'));
      for (const table of HALTS) {
        const free = await halfMade(database, table);
        const child = spawn(process.execPath, [COMMAND, 'restore', '--from', plain], {
          env: { PATH: process.env.PATH, HOME: process.env.HOME, ...copy },
          stdio: 'ignore',
        });
        await untilRestorationWaits(database);
        await killed(child);
        await free();
        await expect(Program.start(copy)).rejects.toThrow(/A backup was being restored into this database/);
        expect(await refusal(copy, 'doctor')).toMatch(/^A backup was being restored into this database/);
      }
      await huiyin(copy, 'restore', '--from', plain);
      expect(apart(await contentOf(database.url))).toEqual(apart(await contentOf(original.url)));
      const program = await Program.start(copy);
      expect(await huiyin(copy, 'doctor')).toMatchObject({ held: { reason: 'restored' } });
      expect(await program.stop()).toBe(0);
    },
  );

  it('with the embedded database it is the same', { timeout: 300_000 }, async () => {
    const dataDir = join(folder, 'embedded');
    const copy = Object.fromEntries(
      Object.entries(at(original, dataDir)).filter(([name]) => name !== 'DATABASE_URL'),
    );
    const cluster = join(dataDir, 'postgres', 'cluster', 'data');
    const moments = {
      'a cluster is being made': () => existsSync(join(cluster, 'PG_VERSION')),
      'the database listens': () => listens(join(cluster, 'postmaster.pid')),
    };
    for (const [moment, come] of Object.entries(moments)) {
      const child = spawn(process.execPath, [COMMAND, 'restore', '--from', plain], {
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...copy },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      await until(moment, come);
      await killed(child);
    }
    const restored = await huiyin<{ rows: number }>(copy, 'restore', '--from', plain);
    expect(restored.rows).toBeGreaterThan(100);
    const program = await Program.start(copy);
    expect(await huiyin(copy, 'doctor')).toMatchObject({ held: { reason: 'restored' } });
    expect(await program.stop()).toBe(0);
  });
});

/** Makes a table without committing, so others wait who make it too or drop its schema. The function returned undoes it. */
async function halfMade({ url }: TestDatabase, table: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('begin');
  await client.query(`create table ${table} (id int)`);
  return () => client.end();
}

async function untilRestorationWaits({ url }: TestDatabase): Promise<void> {
  await until('The restoration waits', () =>
    withClient(url, async (client) => {
      const { rows } = await client.query(
        `select from pg_stat_activity where application_name = 'huiyin-restore' and wait_event_type = 'Lock'
            and datname = current_database()`,
      );
      return rows.length > 0;
    }),
  );
}

async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(10)) if (await isSo()) return;
  throw new Error(`This did not come true: ${what}`);
}

/** The last line of PostgreSQL's own file says `ready` as soon as it takes connections. */
function listens(file: string): boolean {
  return existsSync(file) && /^ready\s*$/m.test(readFileSync(file, 'utf8'));
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
