import { createHash } from 'node:crypto';
import type { Inbound, InboundFact } from '../../conversations/index.js';
import { objects, required, Unparsable, word, type Fields } from './fields.js';
import { parseBody } from './push-body.js';

const LONGEST_KEY = 200;
const LATEST_SECONDS = 253_402_300_799;

/** One clear push, message or event, in our words. Throws `Unparsable` where sender or time are missing. */
export function readInbound(body: string): Inbound {
  return inboundOf(parseBody(body).fields, body);
}

export function inboundOf(fields: Fields, body: string): Inbound {
  const externalId = required(fields, 'FromUserName');
  const seconds = Number(required(fields, 'CreateTime'));
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LATEST_SECONDS) {
    throw new Unparsable('CreateTime is not a number of seconds');
  }
  const kept = body.replaceAll('\0', '');
  return {
    externalId,
    key: keyOf(fields, body),
    at: new Date(seconds * 1000),
    body: kept,
    fact: factOf(fields),
  };
}

// MsgId alone has been seen twice for different senders, and one second can hold several events of one sender.
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
  const names = ['CreateTime', 'Event', 'EventKey', 'MsgID'];
  const subscription = ['SubscribeMsgPopupEvent', 'SubscribeMsgChangeEvent', 'SubscribeMsgSentEvent']
    .flatMap((name) => objects(fields, name))
    .flatMap((list) => objects(list, 'List'))
    .flatMap((item) => [word(item, 'TemplateId') ?? '', word(item, 'MsgID') ?? '']);
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

function messageOf(fields: Fields, type: string): InboundFact {
  const providerId = word(fields, 'MsgId') ?? '';
  const text = word(fields, 'Content');
  const mediaId = word(fields, 'MediaId');
  if (type === 'text' && text !== undefined) {
    return { type: 'message', kind: 'text', text, providerId };
  }
  if (type === 'image' && mediaId) {
    return { type: 'message', kind: 'image', text: '', providerId, mediaId, ...previewOf(fields) };
  }
  return { type: 'message', kind: 'unsupported', text: '', providerId, original: type };
}

function previewOf(fields: Fields): { previewUrl?: string } {
  const url = word(fields, 'PicUrl');
  return url ? { previewUrl: url } : {};
}

type EventReader = (fields: Fields) => InboundFact;

// Event names are case-sensitive as WeChat gives them.
const EVENTS = new Map<string, EventReader>([
  ['subscribe', (fields) => ({ type: 'followed', ...followedBy(word(fields, 'EventKey') ?? '') })],
  ['unsubscribe', () => ({ type: 'unfollowed' })],
  ['SCAN', (fields) => ({ type: 'scanned', scene: word(fields, 'EventKey') ?? '' })],
  ['CLICK', (fields) => ({ type: 'menu_clicked', item: word(fields, 'EventKey') ?? '' })],
  ['TEMPLATESENDJOBFINISH', receiptOf],
]);

function eventOf(fields: Fields): InboundFact {
  const event = word(fields, 'Event') ?? '';
  return EVENTS.get(event)?.(fields) ?? { type: 'ignored', what: event };
}

// `last_trade_no_…` stands here too, for people who follow after a payment: no scene of ours.
function followedBy(eventKey: string): { scene?: string } {
  return eventKey.startsWith('qrscene_') ? { scene: eventKey.slice('qrscene_'.length) } : {};
}

function receiptOf(fields: Fields): InboundFact {
  const status = word(fields, 'Status') ?? '';
  const providerId = word(fields, 'MsgID') ?? '';
  return status === 'success'
    ? { type: 'delivery_receipt', providerId, delivered: true }
    : { type: 'delivery_receipt', providerId, delivered: false, reason: receiptReason(status) };
}

function receiptReason(status: string): string {
  return /user\s*block/.test(status) ? 'blocked_by_customer' : 'failed_at_wechat';
}
