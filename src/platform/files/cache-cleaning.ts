import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { Config } from '../config/index.js';
import { cacheFolder, workFolder } from './folders.js';

const HOUR_MS = 3_600_000;
const KEPT_MS = 24 * HOUR_MS;

/** The bucket still has the files that are deleted here. Each machine cleans its own cache. */
@Injectable()
export class CacheCleaning {
  constructor(private readonly config: Config) {}

  @Interval(HOUR_MS)
  async clean(): Promise<void> {
    const folder = cacheFolder(this.config);
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    await Promise.all(names.map((name) => removeWhereOld(join(folder, name))));
    await this.removeEmptied();
  }

  /** A process that was killed leaves its work folder, whose files are gone by now. One that is in use is not empty. */
  private async removeEmptied(): Promise<void> {
    const folder = workFolder(this.config);
    const names = await readdir(folder).catch(() => []);
    await Promise.all(names.map((name) => removeWhereEmpty(join(folder, name))));
  }
}

async function removeWhereEmpty(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() && isOld(found)) await rmdir(path).catch(() => undefined);
}

function isOld({ mtimeMs }: Stats): boolean {
  return Date.now() - mtimeMs > KEPT_MS;
}

async function removeWhereOld(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() && isOld(found)) await rm(path, { force: true });
}
