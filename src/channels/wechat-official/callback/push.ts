import type { Inbound, KeptPush } from '../../../delivery/index.js';
import { type Credential, MODES, type Mode, type WechatAccount } from '../account.js';
import { required, Unparsable, word, type Fields } from '../fields.js';
import { inboundOf } from './inbound-message.js';
import { decrypt, Undecipherable } from './message-crypto.js';
import { parseBody, type Format } from './push-body.js';
import { Refusal, refuseUnless, type SignedBody } from './refusal.js';
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
  const isPlain = (word(query, 'encrypt_type') ?? 'raw') === 'raw';
  const inTheClear = isPlain && account.mode === 'plain';
  const outside = { body, sealed: !inTheClear, proven: inTheClear };
  const { format, fields } = legible(outside, () => parseBody(body));
  const mode = modeOf(isPlain, fields);
  refuseUnless(MODES.indexOf(mode) >= MODES.indexOf(account.mode), 'wrong_mode', outside);
  // In compatible mode the readable copy beside the ciphertext is not signed, so only the decrypted text
  // counts.
  const opened: Opened = isPlain ? { clear: body } : decrypted(account, query, { body, fields });
  const inbound = addressed(account, { body: opened.clear, sealed: false, proven: true });
  return { format, nonce: stamp(query)[1], inbound, sealedWith: opened.sealedWith };
}

/** Reads what was kept, with the keys and the mode that the account has now. Throws as `openPush` does. */
export function reopen(account: WechatAccount, { body, sealed }: KeptPush): Inbound {
  if (!sealed) return addressed(account, { body, sealed, proven: true });
  const outside = { body, sealed, proven: true };
  const { fields } = legible(outside, () => parseBody(body));
  const ciphertext = word(fields, 'Encrypt');
  refuseUnless(ciphertext !== undefined || account.mode === 'plain', 'wrong_mode', outside);
  if (ciphertext === undefined) return addressed(account, outside);
  const keys = account.credentials.map(({ aesKey }) => aesKey);
  const { text, receiverId } = legible(outside, () => decryptedWithOneOf(keys, ciphertext));
  refuseUnless(receiverId === account.appId, 'wrong_receiver', outside);
  return addressed(account, { body: text, sealed: false, proven: true });
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

function addressed(account: WechatAccount, clear: SignedBody): Inbound {
  return legible(clear, () => {
    const { fields } = parseBody(clear.body);
    const isOurs = required(fields, 'ToUserName') === account.originalId;
    refuseUnless(isOurs, 'wrong_receiver', { ...clear, proven: false });
    return inboundOf(fields, clear.body);
  });
}

function legible<T>(body: SignedBody, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const unread = error instanceof Unparsable || error instanceof Undecipherable;
    throw unread ? new Refusal('unparsable', body) : error;
  }
}

function modeOf(isPlain: boolean, fields: Fields): Mode {
  if (isPlain) {
    return 'plain';
  }
  return word(fields, 'MsgType') === undefined ? 'safe' : 'compatible';
}

interface Opened {
  clear: string;
  sealedWith?: Credential;
}

// `signature` does not cover the body; `msg_signature` covers the ciphertext.
function decrypted(
  account: WechatAccount,
  query: CallbackQuery,
  { body, fields }: { body: string; fields: Fields },
): Opened {
  const ciphertext = word(fields, 'Encrypt') ?? '';
  const [timestamp, nonce] = stamp(query);
  const signature = word(query, 'msg_signature');
  const signer = account.credentials.find(({ token }) =>
    signedBy(signature, token, timestamp, nonce, ciphertext),
  );
  if (!signer) {
    throw new Refusal('wrong_signature');
  }
  const sealed = { body, sealed: true, proven: true };
  const { aesKey, text, receiverId } = legible(sealed, () =>
    decryptedWithOneOf(keysFrom(account, signer), ciphertext),
  );
  refuseUnless(receiverId === account.appId, 'wrong_receiver', { ...sealed, proven: false });
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
