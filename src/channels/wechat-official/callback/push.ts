import type { Inbound } from '../../../delivery/index.js';
import { type Credential, MODES, type Mode, type WechatAccount } from '../account.js';
import { Unparsable, word, type Fields } from '../fields.js';
import { inboundOf } from './inbound-message.js';
import { decrypt, Undecipherable } from './message-crypto.js';
import { parseBody, type Format } from './push-body.js';
import { Refusal, refuseUnless } from './refusal.js';
import { signedBy } from './signature.js';

const FRESH_MS = 10 * 60 * 1000;

/** Signed values must not be converted, for example to numbers. */
export type CallbackQuery = Record<string, unknown>;

export interface Push {
  format: Format;
  nonce: string;
  /** The answer must be encrypted with the same credential as the push. */
  sealedWith?: Credential;
  inbound: Inbound;
}

/** WeChat's console checks the address and expects this text. Throws `Refusal`. */
export function openEcho(account: WechatAccount, query: CallbackQuery, now: Date): string {
  checkQuery(account, query, now);
  return word(query, 'echostr') ?? '';
}

/** The query must have been checked before. Throws `Refusal`. */
export function openPush(account: WechatAccount, query: CallbackQuery, body: string): Push {
  try {
    return read(account, query, body);
  } catch (error) {
    throw error instanceof Unparsable || error instanceof Undecipherable ? new Refusal('unparsable') : error;
  }
}

/**
 * WeChat signs every call in every mode, so the body of an unsigned call is not read at all. Throws
 * `Refusal`.
 */
export function checkQuery(account: WechatAccount, query: CallbackQuery, now: Date): void {
  const [timestamp, nonce] = stamp(query);
  const signature = word(query, 'signature');
  const ours = account.credentials.some(({ token }) => signedBy(signature, token, timestamp, nonce));
  refuseUnless(ours, 'wrong_signature');
  refuseUnless(/^\d{1,12}$/.test(timestamp), 'stale_timestamp');
  refuseUnless(Math.abs(Number(timestamp) * 1000 - now.getTime()) <= FRESH_MS, 'stale_timestamp');
}

function read(account: WechatAccount, query: CallbackQuery, body: string): Push {
  const { format, fields } = parseBody(body);
  const mode = modeOf(query, fields);
  refuseUnless(MODES.indexOf(mode) >= MODES.indexOf(account.mode), 'wrong_mode');
  // In compatible mode the readable copy beside the ciphertext is not signed, so only the decrypted text
  // counts.
  const opened: Opened = mode === 'plain' ? { clear: body } : decrypted(account, query, fields);
  const inner = mode === 'plain' ? fields : parseBody(opened.clear).fields;
  refuseUnless(word(inner, 'ToUserName') === account.originalId, 'wrong_receiver');
  const inbound = inboundOf(inner, opened.clear);
  return { format, nonce: stamp(query)[1], inbound, sealedWith: opened.sealedWith };
}

function modeOf(query: CallbackQuery, fields: Fields): Mode {
  if ((word(query, 'encrypt_type') ?? 'raw') === 'raw') {
    return 'plain';
  }
  return word(fields, 'MsgType') === undefined ? 'safe' : 'compatible';
}

interface Opened {
  clear: string;
  sealedWith?: Credential;
}

// `signature` does not cover the body; `msg_signature` covers the ciphertext.
function decrypted(account: WechatAccount, query: CallbackQuery, fields: Fields): Opened {
  const ciphertext = word(fields, 'Encrypt') ?? '';
  const [timestamp, nonce] = stamp(query);
  const signature = word(query, 'msg_signature');
  const signer = account.credentials.find(({ token }) =>
    signedBy(signature, token, timestamp, nonce, ciphertext),
  );
  if (!signer) {
    throw new Refusal('wrong_signature');
  }
  const { aesKey, text, receiverId } = decryptedWithOneOf(keysFrom(account, signer), ciphertext);
  refuseUnless(receiverId === account.appId, 'wrong_receiver');
  return { clear: text, sealedWith: { token: signer.token, aesKey } };
}

// Token and key are changed in one form, but the changes reach WeChat's servers one by one.
function keysFrom({ credentials }: WechatAccount, signer: Credential): string[] {
  return [...new Set([signer, ...credentials].map(({ aesKey }) => aesKey))];
}

function decryptedWithOneOf([aesKey = '', ...others]: string[], ciphertext: string) {
  try {
    return { aesKey, ...decrypt(ciphertext, aesKey) };
  } catch (error) {
    if (!(error instanceof Undecipherable) || others.length === 0) {
      throw error;
    }
    return decryptedWithOneOf(others, ciphertext);
  }
}

function stamp(query: CallbackQuery): [timestamp: string, nonce: string] {
  return [word(query, 'timestamp') ?? '', word(query, 'nonce') ?? ''];
}
