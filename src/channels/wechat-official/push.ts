import type { Inbound } from '../../conversations/index.js';
import { MODES, type Mode, type WechatAccount } from './account.js';
import { Unparsable, word, type Fields } from './fields.js';
import { inboundOf } from './inbound-message.js';
import { decrypt, Undecipherable } from './message-crypto.js';
import { parseBody, type Format } from './push-body.js';
import { Refusal, refuseUnless } from './refusal.js';
import { signedBy } from './signature.js';

const FRESH_MS = 10 * 60 * 1000;

/** A callback's query, as received: what is signed must not be read as a number first. */
export type CallbackQuery = Record<string, unknown>;

/** A push that was proved to come from WeChat for this account. */
export interface Push {
  format: Format;
  encrypted: boolean;
  nonce: string;
  inbound: Inbound;
}

/** The address check of WeChat's console: the text to send back. */
export function openEcho(account: WechatAccount, query: CallbackQuery, now: Date): string {
  refuseUnless(query.signature !== undefined, 'wrong_signature');
  checkQuery(account, query, now);
  return word(query, 'echostr') ?? '';
}

/** Verifies and reads a push. Throws `Refusal`. */
export function openPush(account: WechatAccount, query: CallbackQuery, body: string, now: Date): Push {
  checkQuery(account, query, now);
  try {
    return read(account, query, body);
  } catch (error) {
    throw error instanceof Unparsable || error instanceof Undecipherable ? new Refusal('unparsable') : error;
  }
}

function checkQuery(account: WechatAccount, query: CallbackQuery, now: Date): void {
  const [timestamp, nonce] = stamp(query);
  if (query.signature !== undefined) {
    refuseUnless(signedBy(word(query, 'signature'), account.token, timestamp, nonce), 'wrong_signature');
  }
  refuseUnless(/^\d{1,12}$/.test(timestamp), 'stale_timestamp');
  refuseUnless(Math.abs(Number(timestamp) * 1000 - now.getTime()) <= FRESH_MS, 'stale_timestamp');
}

function read(account: WechatAccount, query: CallbackQuery, body: string): Push {
  const { format, fields } = parseBody(body);
  const mode = modeOf(query, fields);
  refuseUnless(MODES.indexOf(mode) >= MODES.indexOf(account.mode), 'wrong_mode');
  const clear = mode === 'plain' ? unencrypted(query, body) : decrypted(account, query, fields);
  // In compatible mode the clear copy beside the ciphertext is signed by nobody: only what was decrypted counts.
  const inner = mode === 'plain' ? fields : parseBody(clear).fields;
  refuseUnless(word(inner, 'ToUserName') === account.originalId, 'wrong_receiver');
  return { format, encrypted: mode !== 'plain', nonce: stamp(query)[1], inbound: inboundOf(inner, clear) };
}

function modeOf(query: CallbackQuery, fields: Fields): Mode {
  if ((word(query, 'encrypt_type') ?? 'raw') === 'raw') {
    return 'plain';
  }
  return word(fields, 'MsgType') === undefined ? 'safe' : 'compatible';
}

function unencrypted(query: CallbackQuery, body: string): string {
  refuseUnless(query.signature !== undefined, 'wrong_signature');
  return body;
}

// `signature` says nothing about the body; `msg_signature` covers the ciphertext.
function decrypted(account: WechatAccount, query: CallbackQuery, fields: Fields): string {
  const ciphertext = word(fields, 'Encrypt') ?? '';
  const [timestamp, nonce] = stamp(query);
  const signature = word(query, 'msg_signature');
  refuseUnless(signedBy(signature, account.token, timestamp, nonce, ciphertext), 'wrong_signature');
  const { text, receiverId } = decrypt(ciphertext, account.aesKey);
  refuseUnless(receiverId === account.appId, 'wrong_receiver');
  return text;
}

function stamp(query: CallbackQuery): [timestamp: string, nonce: string] {
  return [word(query, 'timestamp') ?? '', word(query, 'nonce') ?? ''];
}
