import { randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storeError } from './store-errors.js';

/**
 * The file is written to another path and then renamed, so a reader never sees a part of it. Only this
 * program's user may read it. Throws `StoreFull` or `StoreFailed`, and then leaves nothing behind.
 */
export function writeWhole(path: string, bytes: Buffer): Promise<void> {
  return wholly(path, (draft) => writeFile(draft, bytes, { mode: 0o600 }));
}

export function copyWhole(file: string, path: string): Promise<void> {
  return wholly(path, async (draft) => {
    await copyFile(file, draft);
    await chmod(draft, 0o600);
  });
}

async function wholly(path: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await write(draft);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw storeError(error);
  }
}
