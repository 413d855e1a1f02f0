import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const AES_BLOCK = 16;
const PADDING_BLOCK = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;

export class Undecipherable extends Error {}

/**
 * The layout is: 16 random bytes, the length of the text (4 bytes, big-endian), the text, the receiver's id,
 * and PKCS#7 padding in blocks of 32.
 */
export function encrypt(text: string, receiverId: string, aesKey: string, random = randomBytes(16)): string {
  const message = Buffer.from(text);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(message.length);
  const clear = Buffer.concat([random, length, message, Buffer.from(receiverId)]);
  const pad = PADDING_BLOCK - (clear.length % PADDING_BLOCK);
  const { key, iv } = keyOf(aesKey);
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(clear),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64');
}

export function decrypt(ciphertext: string, aesKey: string): { text: string; receiverId: string } {
  const encrypted = Buffer.from(ciphertext, 'base64');
  if (encrypted.length === 0 || encrypted.length % AES_BLOCK !== 0) {
    throw new Undecipherable('the ciphertext is not a whole number of blocks');
  }
  const { key, iv } = keyOf(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return split(unpad(Buffer.concat([decipher.update(encrypted), decipher.final()])));
}

// The 43rd character often carries bits that do not belong to the key. Buffer drops them, as WeChat does.
function keyOf(aesKey: string): { key: Buffer; iv: Buffer } {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  return { key, iv: key.subarray(0, AES_BLOCK) };
}

function unpad(clear: Buffer): Buffer {
  const pad = clear.at(-1) ?? 0;
  const body = clear.subarray(0, clear.length - pad);
  const padding = clear.subarray(clear.length - pad);
  if (pad < 1 || pad > PADDING_BLOCK || pad > clear.length || padding.some((byte) => byte !== pad)) {
    throw new Undecipherable('the padding is wrong');
  }
  return body;
}

function split(clear: Buffer): { text: string; receiverId: string } {
  const start = RANDOM_BYTES + LENGTH_BYTES;
  if (clear.length < start || clear.readUInt32BE(RANDOM_BYTES) > clear.length - start) {
    throw new Undecipherable('the length is wrong');
  }
  const end = start + clear.readUInt32BE(RANDOM_BYTES);
  return { text: clear.toString('utf8', start, end), receiverId: clear.toString('utf8', end) };
}
