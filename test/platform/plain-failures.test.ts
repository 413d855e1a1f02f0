import { mkdtempSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import pg from 'pg';
import { failureOf } from '../../src/cli/failure.js';
import { freePort } from '../support/program.js';

afterEach(() => vi.unstubAllEnvs());

const failing = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
const coded = (code: string, more: object = {}) =>
  Object.assign(new Error('as the driver says'), { code, ...more });

describe('what a command says that failed', () => {
  it('a command that reaches no database says where nothing answers, without a stack', async () => {
    const port = await freePort();
    const client = new pg.Client({ host: '127.0.0.1', port });
    const said = failureOf(await failing(() => client.connect()));
    expect(said).toBe(`Nothing answers at 127.0.0.1:${port} (ECONNREFUSED).`);
    expect(failureOf(new pg.DatabaseError('the server is stopping', 1, 'error'))).not.toContain('    at ');
    expect(failureOf(coded('57P01'))).toMatch(/database cannot be reached/);
  });

  it('a command that finds a file missing, present or closed names the file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiyin-failure-'));
    const path = join(folder, 'person.tar.gz');
    expect(failureOf(await failing(() => readFile(path)))).toBe(`${path} does not exist (ENOENT).`);
    await writeFile(path, '');
    const again = await failing(() => writeFile(path, '', { flag: 'wx' }));
    expect(failureOf(again)).toBe(`${path} exists already and was left as it is (EEXIST).`);
    expect(failureOf(coded('EACCES', { path }))).toBe(
      `${path} may not be read or written by this user (EACCES).`,
    );
  });

  it('a full disk is named, also where a library wraps the error of the system', () => {
    expect(failureOf(coded('ENOSPC'))).toBe('No space is left on the disk (ENOSPC).');
    const inside = new Error('query failed', { cause: coded('ENOSPC', { path: '/var/lib/huiyin' }) });
    expect(failureOf(inside)).toBe('No space is left on /var/lib/huiyin (ENOSPC).');
  });

  it('a fault of the program itself is one sentence, and says how its place is shown', () => {
    const broken = new TypeError('undefined is not a delivery\nand more');
    expect(failureOf(broken)).toBe(
      'This is a fault of Huiyin itself: undefined is not a delivery. Run the command again with LOG_LEVEL=debug to see where.',
    );
    vi.stubEnv('LOG_LEVEL', 'debug');
    expect(failureOf(broken)).toContain('    at ');
  });
});
