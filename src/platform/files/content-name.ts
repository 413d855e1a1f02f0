import { createHash } from 'node:crypto';
import type { Kept } from './file-store.js';

/** A file's name by what is in it: `ab/ab12…`, so that no folder grows too large. */
export function contentName(bytes: Buffer): Kept {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, path: `${sha256.slice(0, 2)}/${sha256}` };
}
