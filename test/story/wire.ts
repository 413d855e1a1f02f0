import { decrypt } from '../../src/channels/wechat-official/callback/message-crypto.js';
import { buildXml, parseXml, type XmlFields } from '../../src/channels/wechat-official/callback/xml.js';
import { message, safely, type Sent } from '../channels/pushing.js';
import { SHOP } from '../channels/shop.js';

/** This is what WeChat was answered: `text` is the passive reply, or null for the empty answer. */
export interface Answer {
  status: number;
  text: string | null;
}

/** Makes a text with its id, which WeChat keeps when it repeats the push. */
export function text(openid: string, content: string): XmlFields {
  return message({ FromUserName: openid, Content: content });
}

/** Pushes a message once. It is encrypted anew each time, as by WeChat. Throws if the program is gone. */
export async function push(origin: string, clear: XmlFields): Promise<Answer> {
  const response = await post(origin, safely(buildXml(clear)));
  return { status: response.status, text: opened(await response.text()) };
}

export function post(origin: string, { key = SHOP.key, query, body }: Sent): Promise<Response> {
  const address = `${origin}/channels/wechat/${key}?${new URLSearchParams(query).toString()}`;
  return fetch(address, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
}

/** Returns the text of an encrypted answer, or null for the empty one. */
export function opened(body: string): string | null {
  if (!body.startsWith('<')) return null;
  const { text: reply } = decrypt(String(parseXml(body).Encrypt), SHOP.aesKey);
  return String(parseXml(reply).Content);
}
