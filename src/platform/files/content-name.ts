import { createHash } from 'node:crypto';
import type { Kept } from './file-store.js';

/** The name is `ab/ab12…`, so that no folder holds too many files. */
export function contentName(bytes: Buffer): Kept {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, path: `${sha256.slice(0, 2)}/${sha256}` };
}
