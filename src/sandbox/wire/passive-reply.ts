import type { SandboxAccount } from '../account.js';
import type { BubbleContent } from '../bubble.js';
import { decrypt, sign } from './wire-crypto.js';
import { isRecord, readXml, textOf } from './wire-xml.js';

/** The answer is neither empty nor `success` nor a reply that WeChat would accept. */
export class MalformedReply extends Error {}

/** Returns undefined if the business answered nothing to show. Throws MalformedReply. */
export function readPassiveReply(body: string, account: SandboxAccount): BubbleContent | undefined {
  const text = body.trim();
  if (text === '' || text === 'success') return undefined;
  try {
    return content(opened(readXml(text), account));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw new MalformedReply(error.message);
    throw error;
  }
}

function opened(fields: Record<string, unknown>, account: SandboxAccount): Record<string, unknown> {
  const encrypted = textOf(fields, 'Encrypt');
  if (!encrypted) {
    if (account.mode === 'safe') throw new SyntaxError('clear reply in safe mode');
    return fields;
  }
  const signed = sign(account.token, textOf(fields, 'TimeStamp'), textOf(fields, 'Nonce'), encrypted);
  if (signed !== textOf(fields, 'MsgSignature')) throw new SyntaxError('wrong MsgSignature');
  return readXml(decrypt(encrypted, account.aesKey, account.appId));
}

function content(fields: Record<string, unknown>): BubbleContent | undefined {
  switch (textOf(fields, 'MsgType')) {
    case 'text':
      return { kind: 'text', text: textOf(fields, 'Content') };
    case 'image':
      return { kind: 'image', mediaId: textOf(child(fields, 'Image'), 'MediaId') };
    case 'voice':
      return { kind: 'voice', mediaId: textOf(child(fields, 'Voice'), 'MediaId'), seconds: 1 };
    case 'news':
      return article(child(child(fields, 'Articles'), 'item'));
    case 'transfer_customer_service':
      return undefined;
    default:
      throw new SyntaxError('unknown MsgType');
  }
}

function article(item: Record<string, unknown>): BubbleContent {
  const [title, description, url] = ['Title', 'Description', 'Url'].map((name) => textOf(item, name));
  return { kind: 'article', title: title ?? '', description: description ?? '', url: url ?? '' };
}

function child(fields: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = fields[name];
  if (!isRecord(value)) throw new SyntaxError(`no ${name}`);
  return value;
}
