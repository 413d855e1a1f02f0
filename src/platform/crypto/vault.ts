import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface VaultKey {
  id: string;
  cipher: Buffer;
  index: Buffer;
}

/** An encrypted text was changed or moved, or its key is no longer configured. */
export class Locked extends Error {}

/**
 * Encrypts with AES-256-GCM. The result names its key, so that keys can be changed. Every key of SECRET_KEY decrypts.
 * Which one encrypts is said in the database, so that all processes change at the same moment; until then it is the
 * first one.
 */
export class Vault {
  private readonly keys: VaultKey[];
  private inUse: string | undefined;

  constructor(secrets: Buffer[]) {
    this.keys = secrets.map((secret) => ({
      id: createHash('sha256').update(secret).digest('hex').slice(0, 8),
      cipher: derive(secret, 'cipher'),
      index: derive(secret, 'index'),
    }));
    this.inUse = this.keys[0]?.id;
  }

  /** The names of the keys, which say nothing about them. The first one is wanted for what is encrypted. */
  get ids(): string[] {
    return this.keys.map(({ id }) => id);
  }

  /** The name of the key that encrypts. It may be one that is not configured here, and then nothing is encrypted. */
  get usedId(): string {
    return this.inUse ?? '';
  }

  use(id: string): void {
    this.inUse = id;
  }

  /**
   * `context` names the column, for example `customer.phone`. A text that is moved to another column cannot
   * be decrypted.
   */
  encrypt(clear: string, context: string): string {
    const key = this.used();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.cipher, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
    return `v1.${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** Throws `Locked`. */
  decrypt(text: string, context: string): string {
    const [version, id, packed] = text.split('.');
    const key = this.keys.find((candidate) => candidate.id === id);
    if (version !== 'v1' || !key || !packed)
      throw new Locked(`No key of SECRET_KEY opens this value (${context})`);
    const bytes = Buffer.from(packed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key.cipher, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const clear = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([clear, decipher.final()]).toString('utf8');
    } catch (error) {
      throw new Locked(`This value was changed or moved (${context})`, { cause: error });
    }
  }

  /**
   * The hash is the same for equal values of one context, so an encrypted value can be found without
   * decryption.
   */
  blindIndex(clear: string, context: string): string {
    return createHmac('sha256', this.used().index).update(`${context}\0${clear}`).digest('base64url');
  }

  private used(): VaultKey {
    const key = this.keys.find(({ id }) => id === this.inUse);
    if (!key) throw new Error('SECRET_KEY does not hold the key with which this installation encrypts');
    return key;
  }
}

/** Returns the name of the key that such an encrypted text was made with. */
export function keyIdOf(encrypted: string): string {
  return encrypted.split('.')[1] ?? '';
}

export function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'huiyin', purpose, 32));
}
