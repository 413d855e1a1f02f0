import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { Vault } from '../../src/platform/crypto/index.js';
import { emptyDatabase, type TestDatabase, withClient } from '../support/database.js';
import { freePort, huiyin, Program } from '../support/program.js';

const OLD = randomBytes(32).toString('base64');
const NEW = randomBytes(32).toString('base64');
const BOTH = `${NEW},${OLD}`;
const idOf = (key: string) =>
  createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 8);

let database: TestDatabase;
let dataDir: string;
const running: Program[] = [];
beforeAll(async () => {
  execFileSync(process.execPath, [join(root, 'scripts/ensure-built.mjs')]);
  dataDir = mkdtempSync(join(tmpdir(), 'huiyin-keys-'));
  database = await emptyDatabase();
}, 300_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()));
});
afterAll(async () => {
  await database?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const environment = (SECRET_KEY: string, ROLE = 'web') => ({
  ...{ DATABASE_URL: database.url, DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'error' },
  ...{ SECRET_KEY, ROLE },
});

async function started(key: string, role?: string): Promise<Program> {
  const program = await Program.start(environment(key, role));
  running.push(program);
  return program;
}

async function readiness({ url }: Program): Promise<[status: number, keys: string | undefined]> {
  const response = await fetch(`${url}/health/ready`);
  const { checks } = (await response.json()) as { checks: Record<string, string> };
  return [response.status, checks.keys];
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'it was done',
    (error: { stderr?: string }) => error.stderr ?? 'it failed without a word',
  );
}

const ACCOUNT = [
  ...['channel:add', 'wechat-official', '--key', 'shop', '--original-id', 'gh_shop', '--app-id', 'wx1'],
  ...['--app-secret', 'an-app-secret', '--token', 'token', '--aes-key', 'a'.repeat(43), '--mode', 'safe'],
];
const cipher = () =>
  withClient(database.url, async (client) => {
    const { rows } = await client.query<{ cipher: string }>(
      'select app_secret_cipher cipher from wechat_account',
    );
    return rows[0]!.cipher.split('.')[1]!;
  });
const write = (statement: string, values: unknown[] = []) =>
  withClient(database.url, (client) => client.query(statement, values));

describe('fault 33: keys are changed while processes run', () => {
  it('a change is refused while a process runs that does not hold the new key, and nothing is changed', async () => {
    const old = await started(OLD);
    await huiyin(environment(OLD), ...ACCOUNT);
    const both = await started(BOTH, 'worker');
    expect(await refusal(huiyin(environment(BOTH), 'keys:rotate'))).toContain('1 running process');
    expect(await cipher()).toBe(idOf(OLD));
    expect(await readiness(old)).toEqual([200, 'ok']);
    expect(await readiness(both)).toEqual([200, 'ok']);
  }, 300_000);

  it('what is stored before the change stays readable for a process that holds only the old key', async () => {
    await started(BOTH);
    const second = ACCOUNT.map((word) =>
      word === 'shop' ? 'other' : word.replace(/^(gh|wx).*/, '$1_other'),
    );
    await huiyin(environment(BOTH), ...second);
    expect(await huiyin(environment(OLD), 'channel:show', 'other')).toMatchObject({ key: 'other' });
    expect(await readiness(await started(OLD, 'worker'))).toEqual([200, 'ok']);
  }, 300_000);

  it('every process takes up the new key, stays ready, and the old one is needed no more', async () => {
    const [web, worker] = [await started(BOTH), await started(BOTH, 'worker')];
    expect(await huiyin(environment(BOTH), 'keys:rotate')).toMatchObject({ accounts: 2 });
    expect(await cipher()).toBe(idOf(NEW));
    expect(await readiness(web)).toEqual([200, 'ok']);
    expect(await readiness(worker)).toEqual([200, 'ok']);
    await Promise.all(running.splice(0).map((program) => program.stop()));
    expect(await readiness(await started(NEW))).toEqual([200, 'ok']);
    expect(await huiyin(environment(NEW), 'channel:show', 'shop')).toMatchObject({ key: 'shop' });
  }, 300_000);

  it('a process with only the old key does not start after the change', async () => {
    const program = Program.launch({ ...environment(OLD), PORT: String(await freePort()) });
    expect(await program.exited).toBe(1);
    expect(program.said).toContain('encrypted with another key');
  }, 300_000);

  it('a process is not ready while its key does not open the values', async () => {
    const program = await started(NEW);
    const foreign = new Vault([randomBytes(32)]).encrypt('huiyin', 'setting.key_check');
    const kept = await withClient(database.url, (client) =>
      client.query<{ value: string }>("select value from setting where key = 'key_check'"),
    );
    await write("update setting set value = $1 where key = 'key_check'", [JSON.stringify(foreign)]);
    expect(await readiness(program)).toEqual([503, 'failing']);
    await write("update setting set value = $1 where key = 'key_check'", [
      JSON.stringify(kept.rows[0]!.value),
    ]);
    await pause(100);
    expect(await readiness(program)).toEqual([200, 'ok']);
  }, 300_000);

  it('a change that was begun and not finished keeps the old key until it is made again', async () => {
    await write("update setting set value = $1 where key = 'key_leaving'", [JSON.stringify([idOf(OLD)])]);
    const program = Program.launch({ ...environment(NEW), PORT: String(await freePort()) });
    expect(await program.exited).toBe(1);
    expect(program.said).toContain('not finished');
    await huiyin(environment(BOTH), 'keys:rotate');
    expect(await readiness(await started(NEW))).toEqual([200, 'ok']);
  }, 300_000);
});
