import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface VaultKey {
  id: string;
  cipher: Buffer;
  index: Buffer;
}

/** Encrypts with AES-256-GCM. The result names its key, so that keys can be changed. */
export class Vault {
  private readonly keys: VaultKey[];

  constructor(secrets: Buffer[]) {
    this.keys = secrets.map((secret) => ({
      id: createHash('sha256').update(secret).digest('hex').slice(0, 8),
      cipher: derive(secret, 'cipher'),
      index: derive(secret, 'index'),
    }));
  }

  /**
   * `context` names the column, for example `customer.phone`. A text that is moved to another column cannot
   * be decrypted.
   */
  encrypt(clear: string, context: string): string {
    const key = this.first();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.cipher, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
    return `v1.${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** Throws if the encrypted text was changed or moved, or if its key is no longer configured. */
  decrypt(text: string, context: string): string {
    const [version, id, packed] = text.split('.');
    const key = this.keys.find((candidate) => candidate.id === id);
    if (version !== 'v1' || !key || !packed)
      throw new Error(`No key of SECRET_KEY opens this value (${context})`);
    const bytes = Buffer.from(packed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key.cipher, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]).toString('utf8');
  }

  /**
   * The hash is the same for equal values of one context, so an encrypted value can be found without
   * decryption.
   */
  blindIndex(clear: string, context: string): string {
    return createHmac('sha256', this.first().index).update(`${context}\0${clear}`).digest('base64url');
  }

  private first(): VaultKey {
    const key = this.keys[0];
    if (!key) throw new Error('SECRET_KEY holds no key');
    return key;
  }
}

export function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'huiyin', purpose, 32));
}
