import { createHash } from 'node:crypto';
import type { Inbound, InboundFact } from '../../../delivery/index.js';
import { objects, required, Unparsable, word, type Fields } from '../fields.js';
import { eventOf } from './inbound-event.js';
import { messageOf } from './inbound-content.js';
import { parseBody } from './push-body.js';

const LONGEST_KEY = 200;
const LATEST_SECONDS = 253_402_300_799;

/** Throws `Unparsable` if the sender or the time is missing. */
export function readInbound(body: string): Inbound {
  return inboundOf(parseBody(body).fields, body);
}

export function inboundOf(fields: Fields, body: string): Inbound {
  const seconds = Number(required(fields, 'CreateTime'));
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LATEST_SECONDS) {
    throw new Unparsable('CreateTime is not a number of seconds');
  }
  const kept = body.replaceAll('\0', '');
  return {
    // When an authorisation is withdrawn, `OpenID` names the person; the sender may be WeChat itself.
    externalId: word(fields, 'OpenID') ?? required(fields, 'FromUserName'),
    key: keyOf(fields, body),
    at: new Date(seconds * 1000),
    body: kept,
    fact: factOf(fields),
  };
}

// WeChat has sent the same MsgId for different senders, and one sender can cause several events within a
// second.
function keyOf(fields: Fields, body: string): string {
  const sender = required(fields, 'FromUserName');
  const messageId = word(fields, 'MsgId');
  if (messageId && messageId !== '0') {
    return bounded(['m', sender, messageId]);
  }
  if (word(fields, 'MsgType') === 'event') {
    return bounded(['e', sender, ...eventParts(fields)]);
  }
  return bounded(['m', sender, required(fields, 'CreateTime'), digest(body)]);
}

function eventParts(fields: Fields): string[] {
  const names = ['CreateTime', 'Event', 'EventKey', 'MsgID', 'OpenID', 'Latitude', 'Longitude'];
  const subscription = ['SubscribeMsgPopupEvent', 'SubscribeMsgChangeEvent', 'SubscribeMsgSentEvent']
    .flatMap((name) => objects(fields, name))
    .flatMap((list) => objects(list, 'List'))
    .flatMap((item) =>
      ['TemplateId', 'MsgID', 'SubscribeStatusString'].map((name) => word(item, name) ?? ''),
    );
  return [...names.map((name) => word(fields, name) ?? ''), ...subscription];
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
