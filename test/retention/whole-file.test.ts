import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { failureOf as toldOf } from '../../src/cli/failure.js';
import { wholeFile } from '../../src/cli/whole-file.js';
import { StoreFull } from '../../src/platform/files/index.js';

const folder = mkdtempSync(join(tmpdir(), 'huiyin-whole-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('fault 9: what a command writes is whole, or not there', () => {
  it('a file has its name only when all of it is written', async () => {
    const path = join(folder, 'person.tar.gz');
    await wholeFile(path, async (out) => {
      await pipeline(Readable.from(['half of it, ']), out, { end: false });
      expect(readdirSync(folder)).toEqual([expect.stringMatching(/^person\.tar\.gz\..+\.part$/)]);
      await pipeline(Readable.from(['and the rest']), out);
    });
    expect(readFileSync(path, 'utf8')).toBe('half of it, and the rest');
    expect(readdirSync(folder)).toEqual(['person.tar.gz']);
  });

  it('what a killed command left beside the file is removed by the next one', async () => {
    const left = join(folder, `next.tar.gz.000000001-${'0'.repeat(16)}.part`);
    writeFileSync(left, 'half of somebody');
    const long = new Date(Date.now() - 600_000);
    utimesSync(left, long, long);
    await wholeFile(join(folder, 'next.tar.gz'), (out) => pipeline(Readable.from(['x']), out));
    expect(readdirSync(folder).sort()).toEqual(['next.tar.gz', 'person.tar.gz']);
  });

  it('a disk that is full is named by the file that had no room, and nothing of it stays', async () => {
    const path = join(folder, 'full.tar.gz');
    const writing = wholeFile(path, async (out) => {
      const full = Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' });
      await new Promise((resolve) => out.once('close', resolve).destroy(full));
      // As the place for work files takes it, which is asked in between.
      throw new StoreFull();
    });
    const told = await writing.then(String, toldOf);
    expect(told).toBe(`No space is left on ${path} (ENOSPC).`);
    expect(readdirSync(folder).sort()).toEqual(['next.tar.gz', 'person.tar.gz']);
  });

  it('a file that is there already stays as it is', async () => {
    const path = join(folder, 'person.tar.gz');
    await expect(wholeFile(path, async () => undefined)).rejects.toThrow(/^There is a file .* already\.$/);
    expect(readFileSync(path, 'utf8')).toBe('half of it, and the rest');
  });
});
