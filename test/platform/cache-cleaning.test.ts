import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/platform/config/index.js';
import { CacheCleaning } from '../../src/platform/files/cache-cleaning.js';

const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-cache-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const work = join(dataDir, 'cache', 'files', 'work');
const old = new Date(Date.now() - 2 * 86_400_000);

function folder(name: string, file?: Date): string {
  const path = join(work, name);
  mkdirSync(path, { recursive: true });
  if (file) {
    writeFileSync(join(path, 'data.json'), '{}');
    utimesSync(join(path, 'data.json'), file, file);
  }
  utimesSync(path, old, old);
  return path;
}

describe('fault 9: what a killed process left in its work folder goes', () => {
  it('old files go, then their empty folders; what is new or in use stays', async () => {
    const left = folder('left', old);
    const inUse = folder('in-use', new Date());
    const empty = folder('empty');
    const fresh = join(work, 'fresh');
    mkdirSync(fresh);
    const cleaning = new CacheCleaning(Object.assign(readConfig({ DATA_DIR: dataDir }), { dataDir }));
    await cleaning.clean();
    expect([existsSync(join(left, 'data.json')), existsSync(empty)]).toEqual([false, false]);
    expect([existsSync(join(inUse, 'data.json')), existsSync(fresh)]).toEqual([true, true]);
    // The removal of its file was a change of the folder, so it goes a day later.
    utimesSync(left, old, old);
    await cleaning.clean();
    expect(existsSync(left)).toBe(false);
  });
});
