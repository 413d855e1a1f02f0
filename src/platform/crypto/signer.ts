import { createHmac, timingSafeEqual } from 'node:crypto';
import { derive } from './vault.js';

const MAC_BYTES = 16;

export const signingKeyOf = (secret: Buffer): Buffer => derive(secret, 'sign');

/** Signs with the first of its keys. Everything that one of them signed is accepted. */
export class Signer {
  private keys: Buffer[];

  constructor(secrets: Buffer[]) {
    this.keys = secrets.map(signingKeyOf);
  }

  /** These keys take the place of those that were made from SECRET_KEY, so that what is signed outlives it. */
  keep(keys: Buffer[]): void {
    this.keys = keys;
  }

  /** A token for one `purpose` is not accepted for another. `payload` may contain `[A-Za-z0-9_~-]` only. */
  sign(purpose: string, payload: string): string {
    return `${payload}.${this.mac(this.keys[0]!, purpose, payload).toString('base64url')}`;
  }

  /** Returns null if the token was not made here. */
  verify(purpose: string, token: string): string | null {
    const dot = token.lastIndexOf('.');
    const payload = token.slice(0, dot);
    const given = Buffer.from(token.slice(dot + 1), 'base64url');
    if (dot < 1 || given.length !== MAC_BYTES || !/^[A-Za-z0-9._~-]+$/.test(token)) return null;
    return this.keys.some((key) => timingSafeEqual(this.mac(key, purpose, payload), given)) ? payload : null;
  }

  private mac(key: Buffer, purpose: string, payload: string): Buffer {
    return createHmac('sha256', key).update(`${purpose}\0${payload}`).digest().subarray(0, MAC_BYTES);
  }
}
