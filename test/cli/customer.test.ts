import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { cloneDatabase, type TestDatabase, withClient } from '../support/database.js';
import { TEST_KEY } from '../support/key.js';
import { huiyin } from '../support/program.js';

const run = promisify(execFile);

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  await run(process.execPath, [join(root, 'scripts/ensure-built.mjs')]);
  folder = mkdtempSync(join(tmpdir(), 'huiyin-cli-'));
  database = await cloneDatabase();
  await withClient(database.url, (client) =>
    client.query(`insert into customer (name, created_at) values ('小明', now())`),
  );
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const command = (...words: string[]) =>
  huiyin<Record<string, unknown>>(
    { DATA_DIR: folder, DATABASE_URL: database.url, SECRET_KEY: TEST_KEY, DEMO: 'off', LOG_LEVEL: 'silent' },
    ...words,
  );
const actions = () =>
  withClient(database.url, async (client) => {
    const { rows } = await client.query<{ action: string }>(`select action from audit order by id`);
    return rows.map(({ action }) => action);
  });

it('customer:export writes what is kept of a person into a new file', async () => {
  const to = join(folder, 'person.tar.gz');
  expect(await command('customer:export', '--customer', '1', '--to', to)).toMatchObject({
    customer: '1',
    files: 0,
  });
  expect(gunzipSync(readFileSync(to)).toString()).toContain('小明');
  await expect(command('customer:export', '--customer', '1', '--to', to)).rejects.toThrow();
  await expect(command('customer:export', '--customer', '9', '--to', `${to}2`)).rejects.toThrow();
  expect(readdirSync(folder).filter((name) => name.startsWith('person'))).toEqual(['person.tar.gz']);
});

it('customer:erase does nothing until it is told that nobody can bring it back', async () => {
  await expect(command('customer:erase', '--customer', '1')).rejects.toThrow('--for-ever');
  expect(await actions()).toEqual(['customer.exported']);
  expect(await command('customer:erase', '--customer', '1', '--for-ever')).toMatchObject({
    removed: { customers: 1 },
  });
  expect(await actions()).toEqual(['customer.exported', 'customer.erased']);
});
