/** The stand-in has its own copy of the cryptography, because it must not share the code that it tests. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const BLOCK = 32;

export function sign(...parts: string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

export function encrypt(clear: string, encodingAesKey: string, receiver: string): string {
  const message = Buffer.from(clear, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const body = Buffer.concat([randomBytes(16), length, message, Buffer.from(receiver, 'utf8')]);
  const pad = BLOCK - (body.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', ...keyAndIv(encodingAesKey)).setAutoPadding(false);
  return Buffer.concat([cipher.update(body), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

/** Throws a RangeError if the padding, the length or the receiver is wrong. */
export function decrypt(encrypted: string, encodingAesKey: string, receiver: string): string {
  const bytes = Buffer.from(encrypted, 'base64');
  if (bytes.length === 0 || bytes.length % 16 !== 0) throw new RangeError('not whole blocks');
  const decipher = createDecipheriv('aes-256-cbc', ...keyAndIv(encodingAesKey)).setAutoPadding(false);
  const body = unpad(Buffer.concat([decipher.update(bytes), decipher.final()]));
  if (body.length < 20) throw new RangeError('too short');
  const end = 20 + body.readUInt32BE(16);
  if (end > body.length) throw new RangeError('length beyond the end');
  if (body.subarray(end).toString('utf8') !== receiver) throw new RangeError('another receiver');
  return body.subarray(20, end).toString('utf8');
}

function unpad(body: Buffer): Buffer {
  const pad = body.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || pad > body.length) throw new RangeError('bad padding');
  if (body.subarray(-pad).some((byte) => byte !== pad)) throw new RangeError('bad padding');
  return body.subarray(0, body.length - pad);
}

function keyAndIv(encodingAesKey: string): [Buffer, Buffer] {
  const key = Buffer.from(encodingAesKey + '=', 'base64');
  return [key, key.subarray(0, 16)];
}
