import type { Consent, DeliveryReceipt, InboundFact } from '../../../delivery/index.js';
import { objects, word, type Fields } from '../fields.js';

type Reader = (fields: Fields) => InboundFact;

export function eventOf(fields: Fields): InboundFact {
  const event = word(fields, 'Event') ?? '';
  return EVENTS.get(event)?.(fields) ?? { type: 'ignored', what: event };
}

// Event names are case-sensitive. Of the menu events, only click and scan open a reply window.
const EVENTS = new Map<string, Reader>([
  ['subscribe', (fields) => ({ type: 'followed', ...followedBy(word(fields, 'EventKey') ?? '') })],
  ['unsubscribe', () => ({ type: 'unfollowed' })],
  ['SCAN', (fields) => ({ type: 'scanned', scene: word(fields, 'EventKey') ?? '' })],
  ['CLICK', (fields) => ({ type: 'menu_clicked', item: word(fields, 'EventKey') ?? '' })],
  ['scancode_push', scannedByMenu],
  ['scancode_waitmsg', scannedByMenu],
  ['VIEW', ignored('page_opened')],
  ['view_miniprogram', ignored('mini_program_opened')],
  // WeChat sends the chosen pictures or place afterwards, as ordinary messages.
  ['pic_sysphoto', ignored('pictures_announced')],
  ['pic_photo_or_album', ignored('pictures_announced')],
  ['pic_weixin', ignored('pictures_announced')],
  ['location_select', ignored('place_announced')],
  // WeChat sends this every few seconds while the chat is open.
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

// After a payment WeChat puts `last_trade_no_…` here, which is not a scene of ours.
function followedBy(eventKey: string): { scene?: string } {
  return eventKey.startsWith('qrscene_') ? { scene: eventKey.slice('qrscene_'.length) } : {};
}

function scannedByMenu(fields: Fields): InboundFact {
  const item = word(fields, 'EventKey') ?? '';
  const scanned = objects(fields, 'ScanCodeInfo').map((info) => word(info, 'ScanResult') ?? '')[0];
  return { type: 'menu_clicked', item, ...(scanned ? { scanned } : {}) };
}

// A customer gives consent in a popup, but refusing there withdraws no earlier consent. WeChat's settings can
// only withdraw all consents.
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

function listIn(fields: Fields, name: string): Fields[] {
  return objects(fields, name).flatMap((event) => objects(event, 'List'));
}
