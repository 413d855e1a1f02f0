import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/index.js';
import { workFolder } from './folders.js';
import { storeError } from './store-errors.js';

/**
 * Runs `work` with an empty folder of its own that only this program's user may read, and which is gone afterwards.
 * What a killed process leaves goes with the cache, within a day.
 */
export async function inWorkFolder<T>(
  config: Pick<Config, 'dataDir'>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = join(workFolder(config), randomUUID());
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await work(folder);
  } catch (error) {
    throw fromDisk(error) ? storeError(error) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function fromDisk(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
