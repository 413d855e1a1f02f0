import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-1 over the parts sorted by byte order, as WeChat signs queries (token, timestamp, nonce) and ciphertexts. */
export function sign(...parts: string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

export function signedBy(signature: string | undefined, ...parts: string[]): boolean {
  const given = Buffer.from(signature ?? '');
  const expected = Buffer.from(sign(...parts));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
