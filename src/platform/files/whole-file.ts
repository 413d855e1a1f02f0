import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storeError } from './store-errors.js';

/**
 * The file is written to another path and then renamed, so a reader never sees a part of it. Only this
 * program's user may read it. Throws `StoreFull` or `StoreFailed`, and then leaves nothing behind.
 */
export async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw storeError(error);
  }
}
