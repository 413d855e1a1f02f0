import type { Consent, DeliveryReceipt, InboundFact } from '../../../delivery/index.js';
import { objects, word, type Fields } from '../fields.js';

type Reader = (fields: Fields) => InboundFact;

/** An event in our words; what means nothing to us is `ignored` by name. */
export function eventOf(fields: Fields): InboundFact {
  const event = word(fields, 'Event') ?? '';
  return EVENTS.get(event)?.(fields) ?? { type: 'ignored', what: event };
}

// Event names are case-sensitive as WeChat gives them. Of the menu's kinds only click and scan open a window.
const EVENTS = new Map<string, Reader>([
  ['subscribe', (fields) => ({ type: 'followed', ...followedBy(word(fields, 'EventKey') ?? '') })],
  ['unsubscribe', () => ({ type: 'unfollowed' })],
  ['SCAN', (fields) => ({ type: 'scanned', scene: word(fields, 'EventKey') ?? '' })],
  ['CLICK', (fields) => ({ type: 'menu_clicked', item: word(fields, 'EventKey') ?? '' })],
  ['scancode_push', scannedByMenu],
  ['scancode_waitmsg', scannedByMenu],
  ['VIEW', ignored('page_opened')],
  ['view_miniprogram', ignored('mini_program_opened')],
  // What was taken or chosen follows as ordinary messages.
  ['pic_sysphoto', ignored('pictures_announced')],
  ['pic_photo_or_album', ignored('pictures_announced')],
  ['pic_weixin', ignored('pictures_announced')],
  ['location_select', ignored('place_announced')],
  // Every few seconds while the chat is open.
  ['LOCATION', ignored('position_reported')],
  ['kf_create_session', ignored('native_session')],
  ['kf_close_session', ignored('native_session')],
  ['kf_switch_session', ignored('native_session')],
  ['user_info_modified', ignored('profile_changed')],
  [
    'user_authorization_revoke',
    (fields) => ({ type: 'data_withdrawn', scopes: word(fields, 'RevokeInfo') ?? '' }),
  ],
  ['subscribe_msg_popup_event', consentsIn('SubscribeMsgPopupEvent', 'accept')],
  ['subscribe_msg_change_event', consentsIn('SubscribeMsgChangeEvent', 'reject')],
  ['subscribe_msg_sent_event', subscriptionReceipts],
  ['TEMPLATESENDJOBFINISH', templateReceipt],
]);

function ignored(what: string): Reader {
  return () => ({ type: 'ignored', what });
}

// `last_trade_no_…` stands here too, for people who follow after a payment: no scene of ours.
function followedBy(eventKey: string): { scene?: string } {
  return eventKey.startsWith('qrscene_') ? { scene: eventKey.slice('qrscene_'.length) } : {};
}

function scannedByMenu(fields: Fields): InboundFact {
  const item = word(fields, 'EventKey') ?? '';
  const scanned = objects(fields, 'ScanCodeInfo').map((info) => word(info, 'ScanResult') ?? '')[0];
  return { type: 'menu_clicked', item, ...(scanned ? { scanned } : {}) };
}

// A popup gives consent, and refusing one takes back none given before; the settings only ever take it all back.
function consentsIn(name: string, status: 'accept' | 'reject'): Reader {
  return (fields) => {
    const changed = listIn(fields, name).filter((item) => word(item, 'SubscribeStatusString') === status);
    return { type: 'consents', consents: changed.flatMap((item) => consentTo(item, status === 'accept')) };
  };
}

function consentTo(item: Fields, given: boolean): Consent[] {
  const template = word(item, 'TemplateId');
  return template ? [{ template, given }] : [];
}

function subscriptionReceipts(fields: Fields): InboundFact {
  const receipts = listIn(fields, 'SubscribeMsgSentEvent').map((item) =>
    word(item, 'ErrorCode') === '0' ? arrived(item) : failed(item, word(item, 'ErrorStatus') ?? ''),
  );
  return { type: 'delivery_receipts', receipts };
}

function templateReceipt(fields: Fields): InboundFact {
  const status = word(fields, 'Status') ?? '';
  return status === 'success' ? arrived(fields) : failed(fields, status);
}

function arrived(fields: Fields): DeliveryReceipt {
  return { type: 'delivery_receipt', providerId: word(fields, 'MsgID') ?? '', delivered: true };
}

function failed(fields: Fields, status: string): DeliveryReceipt {
  const reason = /user\s*block/.test(status) ? 'blocked_by_customer' : 'failed_at_wechat';
  return { ...arrived(fields), delivered: false, reason };
}

/** The items of a subscription event: one object or a list of them. */
function listIn(fields: Fields, name: string): Fields[] {
  return objects(fields, name).flatMap((event) => objects(event, 'List'));
}
