import type { Credential, WechatAccount } from '../account.js';
import { encrypt } from './message-crypto.js';
import type { Push } from './push.js';
import type { Format } from './push-body.js';
import { sign } from './signature.js';
import { buildXml, type XmlFields } from './xml.js';

/** With this answer WeChat shows no reply and does not repeat the push. It is unencrypted in every mode. */
export const NO_REPLY = 'success';

export function passiveReply(account: WechatAccount, push: Push, text: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const reply = build(push.format, {
    ToUserName: push.inbound.externalId,
    FromUserName: account.originalId,
    CreateTime: seconds,
    MsgType: 'text',
    Content: text,
  });
  const { sealedWith, nonce } = push;
  return sealedWith
    ? build(push.format, sealed(reply, { appId: account.appId, ...sealedWith, nonce, seconds }))
    : reply;
}

interface Seal extends Credential {
  appId: string;
  nonce: string;
  seconds: number;
}

function sealed(reply: string, { appId, token, aesKey, nonce, seconds }: Seal): XmlFields {
  const ciphertext = encrypt(reply, appId, aesKey);
  const signature = sign(token, String(seconds), nonce, ciphertext);
  return { Encrypt: ciphertext, MsgSignature: signature, TimeStamp: seconds, Nonce: nonce };
}

function build(format: Format, fields: XmlFields): string {
  return format === 'json' ? JSON.stringify(fields) : buildXml(fields);
}
