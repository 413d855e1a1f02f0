import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { seen } from '../reading/index.js';

const STEP_MS = 30_000;
/** A phone's clock may be off, and typing takes a while: codes of the step before and after are right, too. */
const NEIGHBOURS = 1;
/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20;
const ISSUER = 'Huiyin';

/** No two signs of it look alike. A letter that does is read as the digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RECOVERY_SIGNS = 12;

/** The secret of an authenticator app, as people type it (base 32). */
export function newCodeSecret(): string {
  return new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer }).base32;
}

/** Returns the step of 30 seconds whose code this is, or undefined if it is none of about now. Uses real time. */
export function stepOfCode(secret: string, code: string, at = Date.now()): number | undefined {
  const delta = codesOf(secret).validate({ token: code, timestamp: at, window: NEIGHBOURS });
  return delta === null ? undefined : Math.floor(at / STEP_MS) + delta;
}

/** The address that an app reads from the picture. `account` tells people which of their accounts it is. */
export function codeAddress(secret: string, account: string): string {
  return codesOf(secret, account).toString();
}

/** Returns a code such as `4f7k-x9qd-2mzt`, with 60 bits of chance. */
export function newRecoveryCode(): string {
  const signs = [...randomBytes(RECOVERY_SIGNS)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return signs.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Reads a code as it was meant, whether typed with blanks, capitals or full-width digits. */
export function readCode(typed: string): string {
  const plain = seen(typed).toLowerCase().replace(/[\s-]/g, '');
  return /^\d+$/.test(plain) ? plain : plain.replaceAll('o', '0').replace(/[il]/g, '1');
}

function codesOf(secret: string, label = ''): TOTP {
  const settings = { algorithm: 'SHA1', digits: 6, period: STEP_MS / 1000 };
  return new TOTP({ ...settings, issuer: ISSUER, label, secret: Secret.fromBase32(secret) });
}
