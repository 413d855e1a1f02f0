import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Kept } from './file-store.js';

/** The name is `ab/ab12…`, because a folder with too many files is slow. */
export function contentName(bytes: Buffer): Kept {
  return named(createHash('sha256').update(bytes).digest('hex'));
}

export async function contentNameOf(file: string): Promise<Kept> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return named(hash.digest('hex'));
}

function named(sha256: string): Kept {
  return { sha256, path: `${sha256.slice(0, 2)}/${sha256}` };
}
