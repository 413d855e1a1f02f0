import { randomBytes } from 'node:crypto';
import type { SandboxAccount } from '../account.js';
import { encrypt, sign } from './wire-crypto.js';
import { type FromSomebody, writeXml } from './wire-xml.js';

export interface SealedPush {
  url: string;
  body: string;
}

export function seal(clear: FromSomebody, account: SandboxAccount, at: Date): SealedPush {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const nonce = String(randomBytes(4).readUInt32BE());
  const url = new URL(account.callbackUrl);
  url.searchParams.set('signature', sign(account.token, timestamp, nonce));
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('nonce', nonce);
  url.searchParams.set('openid', clear.FromUserName);
  if (account.mode === 'plain') return { url: url.href, body: writeXml(clear) };

  const encrypted = encrypt(writeXml(clear), account.aesKey, account.appId);
  url.searchParams.set('encrypt_type', 'aes');
  url.searchParams.set('msg_signature', sign(account.token, timestamp, nonce, encrypted));
  const visible = account.mode === 'compatible' ? clear : { ToUserName: account.originalId };
  return { url: url.href, body: writeXml({ ...visible, Encrypt: encrypted }) };
}
