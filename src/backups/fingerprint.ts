import { derive } from '../platform/crypto/index.js';

const LENGTH = 16;

/** Tells one key from another and says nothing about it. */
export function fingerprint(key: Buffer): string {
  return derive(key, 'fingerprint in backups').toString('hex').slice(0, LENGTH);
}
