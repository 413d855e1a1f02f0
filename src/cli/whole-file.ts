import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { FileTarget } from '../backups/index.js';

/**
 * Writes beside the file and gives it its name in the end, so that half of it is never taken for all of it. What a killed
 * command left beside it is removed by the next one. The error of a disk says which file had no room.
 */
export async function wholeFile<T>(path: string, write: (out: Writable) => Promise<T>): Promise<T> {
  const target = await FileTarget.open(resolve(path), 'copy');
  let broken: unknown;
  target.out.on('error', (error) => (broken ??= error));
  try {
    const result = await write(target.out);
    await target.keep();
    return result;
  } catch (error) {
    await target.discard();
    throw broken instanceof Error ? Object.assign(broken, { path }) : error;
  }
}
