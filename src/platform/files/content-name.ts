import { createHash } from 'node:crypto';
import type { Kept } from './file-store.js';

/** The name is `ab/ab12…`, because a folder with too many files is slow. */
export function contentName(bytes: Buffer): Kept {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, path: `${sha256.slice(0, 2)}/${sha256}` };
}
