import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Config } from '../config/index.js';
import { cacheFolder } from './folders.js';

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
  }
}

async function removeWhereOld(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() && Date.now() - found.mtimeMs > KEPT_MS) await rm(path, { force: true });
}
