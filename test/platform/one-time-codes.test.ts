import { describe, expect, it } from 'vitest';
import {
  codeAddress,
  newCodeSecret,
  newRecoveryCode,
  readCode,
  stepOfCode,
} from '../../src/platform/crypto/index.js';

/** `12345678901234567890`, the secret of RFC 6238, Appendix B. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('codes of an authenticator app', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at second %i the code is the end of the RFC 6238 vector %s', (second, vector) => {
    const step = Math.floor(second / 30);
    expect(stepOfCode(SECRET, vector.slice(-6), second * 1000)).toBe(step);
  });

  it('a code of the step before or after is right, and says which step it is of', () => {
    const code = '287082';
    expect(stepOfCode(SECRET, code, 59_000 + 30_000)).toBe(1);
    expect(stepOfCode(SECRET, code, 59_000 - 30_000)).toBe(1);
  });

  it('a code of two steps ago, of two steps ahead or of another secret is wrong', () => {
    expect(stepOfCode(SECRET, '287082', 59_000 + 60_000)).toBeUndefined();
    expect(stepOfCode(SECRET, '081804', 1_111_111_109_000 - 60_000)).toBeUndefined();
    expect(stepOfCode(newCodeSecret(), '287082', 59_000)).toBeUndefined();
  });

  it.each(['', '28708', '2870820', 'abcdef', '28708２x'])('%j is no code', (code) =>
    expect(stepOfCode(SECRET, code, 59_000)).toBeUndefined(),
  );

  it('a secret has 160 bits and is another one each time', () => {
    const secrets = Array.from({ length: 50 }, newCodeSecret);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(new Set(secrets).size).toBe(50);
  });

  it('the address for the app names the program and the account', () => {
    const address = new URL(codeAddress(SECRET, 'lina@shop.example'));
    expect(address.protocol).toBe('otpauth:');
    expect(decodeURIComponent(address.pathname)).toContain('Huiyin:lina@shop.example');
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      ...{ issuer: 'Huiyin', secret: SECRET, algorithm: 'SHA1', digits: '6', period: '30' },
    });
  });

  it('a recovery code reads the same however it is typed', () => {
    const code = newRecoveryCode();
    expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){2}[0-9a-hjkmnp-tv-z]{4}$/);
    const plain = readCode(code);
    expect(readCode(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toBe(plain);
    expect(readCode('O1Il-oooo')).toBe('01110000');
    expect(readCode('１２３ ４５６')).toBe('123456');
  });
});
