import type { INestApplication } from '@nestjs/common';
import request from 'supertest';
import { encrypt } from '../../src/channels/wechat-official/callback/message-crypto.js';
import { sign } from '../../src/channels/wechat-official/callback/signature.js';
import { buildXml, type XmlFields } from '../../src/channels/wechat-official/callback/xml.js';
import { SHOP } from './shop.js';

export interface Sent {
  key?: string;
  query: Record<string, string>;
  body: string;
}

let serial = 1000;

/** Makes a text of Wang Fang. The given fields replace its own. */
export function message(fields: XmlFields = {}): XmlFields {
  return {
    ToUserName: SHOP.originalId,
    FromUserName: 'oWangFang',
    CreateTime: nowSeconds(),
    MsgType: 'text',
    Content: '你好',
    MsgId: `9007199254${++serial}999`,
    ...fields,
  };
}

/** Makes a push in safe mode, as WeChat does. */
export function safely(
  clear: string,
  { token = SHOP.token, aesKey = SHOP.aesKey, appId = SHOP.appId } = {},
): Sent {
  const ciphertext = encrypt(clear, appId, aesKey);
  const body = clear.startsWith('{')
    ? JSON.stringify({ ToUserName: SHOP.originalId, Encrypt: ciphertext })
    : buildXml({ ToUserName: SHOP.originalId, Encrypt: ciphertext });
  return { query: encryptedQuery(ciphertext, token), body };
}

/** Makes a push in compatible mode: the clear fields stand beside the encrypted ones. */
export function compatibly(clear: XmlFields, claimed: XmlFields = clear): Sent {
  const ciphertext = encrypt(buildXml(clear), SHOP.appId, SHOP.aesKey);
  return { query: encryptedQuery(ciphertext), body: buildXml({ ...claimed, Encrypt: ciphertext }) };
}

export function plainly(body: string): Sent {
  return { query: signedQuery(), body };
}

export function signedQuery(seconds = nowSeconds(), token = SHOP.token): Record<string, string> {
  const timestamp = String(seconds);
  const nonce = '1320562132';
  return { signature: sign(token, timestamp, nonce), timestamp, nonce };
}

function encryptedQuery(ciphertext: string, token = SHOP.token): Record<string, string> {
  const query = signedQuery(nowSeconds(), token);
  const signature = sign(token, query.timestamp!, query.nonce!, ciphertext);
  return { ...query, encrypt_type: 'aes', msg_signature: signature };
}

export function push(program: INestApplication, sent: Sent) {
  return request(program.getHttpServer() as Parameters<typeof request>[0])
    .post(`/channels/wechat/${sent.key ?? 'shop'}`)
    .query(sent.query)
    .set('content-type', 'text/xml')
    .send(sent.body);
}

export function verify(program: INestApplication, query: Record<string, string>) {
  return request(program.getHttpServer() as Parameters<typeof request>[0])
    .get('/channels/wechat/shop')
    .query(query);
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
