import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-1 over the parts in byte order. WeChat signs queries (token, timestamp, nonce) and ciphertexts this way. */
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
