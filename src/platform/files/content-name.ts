import { createHash } from 'node:crypto';
import type { Kept } from './file-store.js';

/** Names a file by its content: `ab/ab12…`. The first folder keeps every folder small. */
export function contentName(bytes: Buffer): Kept {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, path: `${sha256.slice(0, 2)}/${sha256}` };
}
