import { createHash } from 'node:crypto';
import type { Inbound, InboundFact } from '../../../delivery/index.js';
import { required, Unparsable, word, type Fields } from '../fields.js';
import { wechatTime } from '../wechat-time.js';
import { eventOf } from './inbound-event.js';
import { messageOf } from './inbound-content.js';

const LONGEST_KEY = 200;

/** Throws `Unparsable` if the sender, the time or the type is missing. */
export function inboundOf(fields: Fields, body: string): Inbound {
  const kept = body.replaceAll('\0', '');
  return {
    externalId: personIn(fields),
    key: keyOf(fields),
    at: timeOf(fields),
    body: kept,
    fact: factOf(fields),
  };
}

// When an authorisation is withdrawn, `OpenID` names the person; the sender may be WeChat itself. Elsewhere the field
// could only come from a text that a customer wrote.
function personIn(fields: Fields): string {
  const withdrawn = word(fields, 'Event') === 'user_authorization_revoke';
  return (withdrawn ? word(fields, 'OpenID') : undefined) ?? required(fields, 'FromUserName');
}

function timeOf(fields: Fields): Date {
  const at = wechatTime(required(fields, 'CreateTime'));
  if (!at) throw new Unparsable('CreateTime is not a number of seconds');
  return at;
}

// WeChat has sent the same MsgId for different senders. Where there is none, everything that the push says makes its
// key, because one sender can cause several events within a second.
function keyOf(fields: Fields): string {
  const sender = required(fields, 'FromUserName');
  const messageId = word(fields, 'MsgId');
  if (messageId && messageId !== '0') {
    return bounded(['m', sender, messageId]);
  }
  const kind = word(fields, 'MsgType') === 'event' ? 'e' : 'm';
  return bounded([kind, sender, required(fields, 'CreateTime'), digest(JSON.stringify(inOrder(fields)))]);
}

/** Sorts the fields at every level, because a repeat may name them in another order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([name, held]) => [name, inOrder(held)]);
}

function bounded(parts: string[]): string {
  const key = parts.join(':');
  return key.length > LONGEST_KEY ? `${parts[0]}:${digest(key)}` : key;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function factOf(fields: Fields): InboundFact {
  const type = required(fields, 'MsgType');
  return type === 'event' ? eventOf(fields) : messageOf(fields, type);
}
