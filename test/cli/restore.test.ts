import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { cloneCast } from '../support/cloned-cast.js';
import { emptyDatabase, type TestDatabase } from '../support/database.js';
import { TEST_KEY } from '../support/key.js';

const OTHER_KEY = randomBytes(32).toString('base64');
const run = promisify(execFile);

describe('fault 44: a backup is restored into an empty place only', () => {
  let folder: string;
  let living: TestDatabase;
  let empty: TestDatabase;
  let backup: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'huiyin-restore-'));
    living = (await cloneCast()).database;
    empty = await emptyDatabase();
    backup = join(folder, 'b.backup');
    await command({ DATABASE_URL: living.url, SECRET_KEY: TEST_KEY }, 'backup', '--to', backup);
  });
  afterAll(async () => {
    await living.drop();
    await empty.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  function command(environment: Record<string, string>, ...words: string[]) {
    const { PATH = '', HOME = '' } = process.env;
    const env = {
      PATH,
      HOME,
      DATA_DIR: join(folder, 'data'),
      DEMO: 'off',
      LOG_LEVEL: 'silent',
      ...environment,
    };
    return run(process.execPath, [join(root, 'dist/cli/main.js'), ...words], { env });
  }

  it('into a living installation it is refused for that, and not for its other key as well', async () => {
    const refused = command({ DATABASE_URL: living.url, SECRET_KEY: OTHER_KEY }, 'restore', '--from', backup);
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^The database is not empty \(it holds an installation of Huiyin\)/,
      ) as string,
    });
  });

  it('a living installation is named before a backup that is not there', async () => {
    const refused = command(
      { DATABASE_URL: living.url, SECRET_KEY: OTHER_KEY },
      'restore',
      '--from',
      join(folder, 'none'),
    );
    await expect(refused).rejects.toMatchObject({
      stderr: expect.stringMatching(/^The database is not empty/) as string,
    });
  });

  it('into an empty place with another key it is refused for the key', async () => {
    const refused = command({ DATABASE_URL: empty.url, SECRET_KEY: OTHER_KEY }, 'restore', '--from', backup);
    await expect(refused).rejects.toMatchObject({
      stderr: expect.stringMatching(/encrypted with another key/) as string,
    });
  });
});
