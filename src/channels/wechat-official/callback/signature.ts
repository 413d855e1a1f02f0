import { createHash, timingSafeEqual } from 'node:crypto';

/** WeChat signs queries (token, timestamp, nonce) and ciphertexts by SHA-1 over the sorted parts. */
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
