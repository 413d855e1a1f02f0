import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { ByteReader, pieces } from './byte-reader.js';
import { BackupRefused, damaged } from './sentences.js';

/** The number stands for everything below: another way of sealing gets another number. */
const MAGIC = Buffer.from('huiyin sealed backup 1\n');
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CHECK_BYTES = 16;
const LENGTH_BYTES = 4;
const FRAME_BYTES = 64 * 1024;
/** A guess at the pass phrase costs about 128 MB of memory and a third of a second. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 ** 2 };

const stretch = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

export const isSealed = (start: Buffer): boolean => start.subarray(0, MAGIC.length).equals(MAGIC);

/**
 * Encrypts with AES-256-GCM in frames, each with its number and whether it is the last one, so that none can be
 * changed, left out or moved.
 */
export async function* sealed(source: AsyncIterable<Buffer>, passPhrase: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const key = await keyOf(passPhrase, salt);
  yield Buffer.concat([MAGIC, salt, checkOf(key)]);
  let number = 0;
  let waiting: Buffer | undefined;
  for await (const piece of pieces(source, FRAME_BYTES)) {
    if (waiting) yield frame(key, waiting, { number: number++, last: false });
    waiting = piece;
  }
  yield frame(key, waiting ?? Buffer.alloc(0), { number, last: true });
}

/** What is not sealed passes unchanged. Throws `BackupRefused` for a wrong pass phrase and for a damaged frame. */
export async function* unsealed(source: AsyncIterable<Buffer>, passPhrase?: string): AsyncGenerator<Buffer> {
  const bytes = new ByteReader(source);
  try {
    const start = await bytes.take(MAGIC.length);
    if (isSealed(start)) {
      yield* frames(bytes, await opened(bytes, passPhrase));
    } else {
      yield start;
      yield* bytes.rest();
    }
  } finally {
    await bytes.close();
  }
}

async function opened(bytes: ByteReader, passPhrase: string | undefined): Promise<Buffer> {
  if (passPhrase === undefined)
    throw new BackupRefused('This backup is encrypted: set BACKUP_PASS_PHRASE, or type the pass phrase.');
  const salt = await bytes.take(SALT_BYTES);
  const check = await bytes.take(CHECK_BYTES);
  if (check.length < CHECK_BYTES) throw damaged();
  const key = await keyOf(passPhrase, salt);
  if (!timingSafeEqual(check, checkOf(key)))
    throw new BackupRefused('The pass phrase is not that of this backup.');
  return key;
}

async function* frames(bytes: ByteReader, key: Buffer): AsyncGenerator<Buffer> {
  for (let number = 0, last = false; !last; number += 1) {
    const head = await bytes.take(LENGTH_BYTES);
    if (head.length < LENGTH_BYTES) throw damaged();
    const word = head.readUInt32BE();
    last = word >>> 31 === 1;
    const length = word & 0x7fffffff;
    // One read of the archive gives a frame of at most some hundred kilobytes, so a greater one cannot be ours.
    if (length > 64 * FRAME_BYTES) throw damaged();
    const body = await bytes.take(length + TAG_BYTES);
    if (body.length < length + TAG_BYTES) throw damaged();
    yield unframed(key, body, { number, last });
  }
  if ((await bytes.take(1)).length > 0) throw damaged();
}

interface Place {
  number: number;
  last: boolean;
}

function frame(key: Buffer, clear: Buffer, place: Place): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place));
  const body = Buffer.concat([cipher.update(clear), cipher.final()]);
  const head = Buffer.alloc(LENGTH_BYTES);
  head.writeUInt32BE(((place.last ? 0x80000000 : 0) | body.length) >>> 0);
  return Buffer.concat([head, body, cipher.getAuthTag()]);
}

function unframed(key: Buffer, body: Buffer, place: Place): Buffer {
  const end = body.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place)).setAuthTag(body.subarray(end));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, end)), decipher.final()]);
  } catch (error) {
    throw damaged(error);
  }
}

/** Each backup has a key of its own, so the number of a frame never meets the same key twice. */
function nonceOf({ number, last }: Place): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(number, NONCE_BYTES - 5);
  nonce.writeUInt8(last ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}

function keyOf(passPhrase: string, salt: Buffer): Promise<Buffer> {
  return stretch(passPhrase.normalize('NFKC'), salt, 32, COST);
}

function checkOf(key: Buffer): Buffer {
  return createHmac('sha256', key).update('pass phrase').digest().subarray(0, CHECK_BYTES);
}
