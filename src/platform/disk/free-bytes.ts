import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What this process may still write where the folder is, or will be when something is first written to it. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await aboveToo(folder, (there) => statfs(there));
  return bavail * bsize;
}

/** Two folders with the same number lie on the same disk. */
export async function diskOf(folder: string): Promise<number> {
  return (await aboveToo(folder, (there) => stat(there))).dev;
}

async function aboveToo<T>(folder: string, ask: (folder: string) => Promise<T>): Promise<T> {
  try {
    return await ask(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error;
    return aboveToo(dirname(folder), ask);
  }
}
