import { describe, expect, test } from 'vitest';
import { Unparsable } from '../../src/channels/wechat-official/fields.js';
import { inboundOf } from '../../src/channels/wechat-official/callback/inbound-message.js';
import { parseBody } from '../../src/channels/wechat-official/callback/push-body.js';
import { buildXml, type XmlFields } from '../../src/channels/wechat-official/callback/xml.js';

const WANG = 'oWangFang';

const readInbound = (body: string) => inboundOf(parseBody(body).fields, body);

function push(fields: XmlFields): string {
  return buildXml({ ToUserName: 'gh_shop', FromUserName: WANG, CreateTime: 1_795_000_000, ...fields });
}

function event(Event: string, fields: XmlFields = {}): string {
  return push({ MsgType: 'event', Event, ...fields });
}

describe('messages', () => {
  test('a text message is read with the second at which it was sent', () => {
    const body = push({ MsgType: 'text', Content: '我要退款', MsgId: '23456789012345678' });
    expect(readInbound(body)).toEqual({
      externalId: WANG,
      key: 'm:oWangFang:23456789012345678',
      at: new Date('2026-11-18T11:06:40Z'),
      body,
      fact: { type: 'message', kind: 'text', text: '我要退款', providerId: '23456789012345678' },
    });
  });

  test('a text message in JSON keeps every digit of its id', () => {
    const body = `\uFEFF{"ToUserName":"gh_shop","FromUserName":"${WANG}","CreateTime":1795000000,
      "MsgType":"text","Content":"1234567890123456789 \\" 9007199254740993","MsgId":9007199254740993}`;
    expect(readInbound(body)).toMatchObject({
      key: 'm:oWangFang:9007199254740993',
      fact: { text: '1234567890123456789 " 9007199254740993', providerId: '9007199254740993' },
    });
  });

  test('an image message is read with its media id and a preview address', () => {
    const body = push({ MsgType: 'image', PicUrl: 'http://pic/1', MediaId: 'm1', MsgId: '5' });
    expect(readInbound(body).fact).toEqual({
      type: 'message',
      kind: 'image',
      text: '',
      providerId: '5',
      mediaId: 'm1',
      previewUrl: 'http://pic/1',
    });
  });

  test.each<[XmlFields, object]>([
    [
      { MsgType: 'text', Content: '满意', bizmsgmenuid: '101' },
      { kind: 'text', text: '满意', choice: '101' },
    ],
    [
      { MsgType: 'voice', MediaId: 'v1', Format: 'amr', Recognition: '我要退款' },
      { kind: 'voice', text: '我要退款', mediaId: 'v1', format: 'amr' },
    ],
    [
      { MsgType: 'voice', MediaId: 'v1', Format: 'amr' },
      { kind: 'voice', text: '', mediaId: 'v1', format: 'amr' },
    ],
    [
      { MsgType: 'video', MediaId: 'd1', ThumbMediaId: 't1' },
      { kind: 'video', text: '', mediaId: 'd1', thumbnailId: 't1' },
    ],
    [
      { MsgType: 'shortvideo', MediaId: 'd2' },
      { kind: 'video', text: '', mediaId: 'd2' },
    ],
    [
      { MsgType: 'location', Location_X: '23.134521', Location_Y: '113.358803', Scale: '20', Label: '客村' },
      { kind: 'location', text: '客村', latitude: 23.134521, longitude: 113.358803 },
    ],
    [
      { MsgType: 'link', Title: '退货说明', Description: '七天', Url: 'https://shop/returns' },
      { kind: 'link', text: '退货说明', description: '七天', url: 'https://shop/returns' },
    ],
    [
      { MsgType: 'link', Title: 'x', Url: 'javascript:alert(1)' },
      { kind: 'link', text: 'x' },
    ],
    [
      { MsgType: 'file', Title: '发票.pdf', FileKey: 'k', FileMd5: 'm', FileTotalLen: '28672' },
      { kind: 'file', text: '发票.pdf', bytes: 28672 },
    ],
  ])('a message with %j is read in our words', (fields, said) => {
    const { fact } = readInbound(push({ ...fields, MsgId: '6' }));
    expect(fact).toEqual({ type: 'message', providerId: '6', ...said });
  });

  test.each<[string, XmlFields]>([
    ['a kind that is new', { MsgType: 'something_new' }],
    ['a kind that objects have', { MsgType: 'constructor' }],
    ['a voice without a media id', { MsgType: 'voice' }],
    ['a place off the globe', { MsgType: 'location', Location_X: '230', Location_Y: '0' }],
  ])('%s is kept as unsupported', (_what, fields) => {
    const type = fields.MsgType;
    expect(readInbound(push({ ...fields, MsgId: '6' })).fact).toMatchObject({
      kind: 'unsupported',
      original: type,
    });
  });

  test('characters that PostgreSQL cannot store are removed from a text', () => {
    const body = `{"FromUserName":"${WANG}","CreateTime":1,"MsgType":"text","Content":"a\\u0000b\\ud800","MsgId":1}`;
    expect(readInbound(body).fact).toMatchObject({ text: 'ab\uFFFD' });
  });
});

describe('events', () => {
  test.each([
    [event('subscribe', { EventKey: '' }), { type: 'followed' }],
    [event('subscribe', { EventKey: 'qrscene_bind7', Ticket: 't' }), { type: 'followed', scene: 'bind7' }],
    [event('subscribe', { EventKey: 'last_trade_no_42' }), { type: 'followed' }],
    [event('unsubscribe'), { type: 'unfollowed' }],
    [event('SCAN', { EventKey: 'bind7', Ticket: 't' }), { type: 'scanned', scene: 'bind7' }],
    [event('CLICK', { EventKey: 'progress' }), { type: 'menu_clicked', item: 'progress' }],
    [event('click', { EventKey: 'progress' }), { type: 'ignored', what: 'click' }],
    [event('__proto__'), { type: 'ignored', what: '__proto__' }],
    [event('LOCATION', { Latitude: '1.0' }), { type: 'ignored', what: 'position_reported' }],
    [event('VIEW', { EventKey: 'https://shop' }), { type: 'ignored', what: 'page_opened' }],
    [event('pic_sysphoto', { EventKey: 'p' }), { type: 'ignored', what: 'pictures_announced' }],
    [event('location_select', { EventKey: 'l' }), { type: 'ignored', what: 'place_announced' }],
    [event('kf_switch_session', { FromKfAccount: 'a@b' }), { type: 'ignored', what: 'native_session' }],
    [event('moon_landing'), { type: 'ignored', what: 'moon_landing' }],
    [
      event('scancode_waitmsg', {
        EventKey: 'parcel',
        ScanCodeInfo: { ScanType: 'qrcode', ScanResult: '42' },
      }),
      { type: 'menu_clicked', item: 'parcel', scanned: '42' },
    ],
    [event('scancode_push', { EventKey: 'parcel' }), { type: 'menu_clicked', item: 'parcel' }],
    [
      event('user_authorization_revoke', { OpenID: 'oLiLei', AppID: 'wx1', RevokeInfo: '1,201' }),
      { type: 'data_withdrawn', scopes: '1,201' },
    ],
  ])('the event %s is read in our words', (body, fact) => {
    expect(readInbound(body).fact).toEqual(fact);
  });

  test.each([
    ['success', { delivered: true }],
    ['failed:user block', { delivered: false, reason: 'blocked_by_customer' }],
    ['failed: system failed', { delivered: false, reason: 'failed_at_wechat' }],
  ])('a receipt with the status "%s" says whether the template was delivered', (Status, outcome) => {
    const body = event('TEMPLATESENDJOBFINISH', { MsgID: '1700827132819554304', Status });
    expect(readInbound(body).fact).toEqual({
      type: 'delivery_receipt',
      providerId: '1700827132819554304',
      ...outcome,
    });
  });
});

describe('consents', () => {
  const list = (fields: object) => ({ MsgType: 'event', FromUserName: WANG, CreateTime: 1, ...fields });

  test.each([
    [
      'as JSON, a list',
      [
        { TemplateId: 'progress', SubscribeStatusString: 'accept', PopupScene: '1' },
        { TemplateId: 'refund', SubscribeStatusString: 'reject', PopupScene: '1' },
      ],
    ],
    ['as JSON, one object', { TemplateId: 'progress', SubscribeStatusString: 'accept', PopupScene: 1 }],
  ])('consents given in a popup are read %s', (_how, List) => {
    const body = JSON.stringify(
      list({ Event: 'subscribe_msg_popup_event', SubscribeMsgPopupEvent: { List } }),
    );
    expect(readInbound(body).fact).toEqual({
      type: 'consents',
      consents: [{ template: 'progress', given: true }],
    });
  });

  test('consents in several lists of an XML push are all read', () => {
    const item = (id: string) =>
      `<List><TemplateId>${id}</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List>`;
    const body = event('subscribe_msg_popup_event').replace(
      '</xml>',
      `<SubscribeMsgPopupEvent>${item('a')}${item('b')}</SubscribeMsgPopupEvent></xml>`,
    );
    expect(readInbound(body).fact).toMatchObject({ consents: [{ template: 'a' }, { template: 'b' }] });
  });

  test('consents withdrawn in the settings are read as withdrawn', () => {
    const List = { TemplateId: 'progress', SubscribeStatusString: 'reject' };
    const body = event('subscribe_msg_change_event', { SubscribeMsgChangeEvent: { List } });
    expect(readInbound(body).fact).toEqual({
      type: 'consents',
      consents: [{ template: 'progress', given: false }],
    });
  });

  test('the use of consents is read as receipts that say what became of each message', () => {
    const List = [
      { TemplateId: 'progress', MsgID: '1700827132819554304', ErrorCode: '0', ErrorStatus: 'success' },
      { TemplateId: 'refund', MsgID: '2', ErrorCode: '20', ErrorStatus: 'failed: system failed' },
    ];
    const body = JSON.stringify(
      list({ Event: 'subscribe_msg_sent_event', SubscribeMsgSentEvent: { List } }),
    ).replace('"1700827132819554304"', '1700827132819554304');
    expect(readInbound(body).fact).toEqual({
      type: 'delivery_receipts',
      receipts: [
        { type: 'delivery_receipt', providerId: '1700827132819554304', delivered: true },
        { type: 'delivery_receipt', providerId: '2', delivered: false, reason: 'failed_at_wechat' },
      ],
    });
  });
});

test('a withdrawn authorisation belongs to the person who is named, not to the sender', () => {
  expect(readInbound(event('user_authorization_revoke', { OpenID: 'oLiLei' })).externalId).toBe('oLiLei');
});

describe('the key of a push', () => {
  const keyOf = (body: string): string => readInbound(body).key;

  test('pushes differ in their keys even within one second or with one MsgId', () => {
    const pushes = [
      event('CLICK', { EventKey: 'a' }),
      event('CLICK', { EventKey: 'b' }),
      event('SCAN', { EventKey: 'a' }),
      event('TEMPLATESENDJOBFINISH', { MsgID: '1', Status: 'success' }),
      event('TEMPLATESENDJOBFINISH', { MsgID: '2', Status: 'success' }),
      event('subscribe_msg_sent_event', { SubscribeMsgSentEvent: { List: { TemplateId: 'x', MsgID: '1' } } }),
      event('subscribe_msg_sent_event', { SubscribeMsgSentEvent: { List: { TemplateId: 'y', MsgID: '1' } } }),
      event('LOCATION', { Latitude: '1' }),
      event('LOCATION', { Latitude: '2' }),
      event('user_authorization_revoke', { OpenID: 'oLiLei' }),
      event('user_authorization_revoke', { OpenID: 'oLucy' }),
      push({ MsgType: 'text', Content: 'x', MsgId: '9' }),
      push({ MsgType: 'text', Content: 'x', MsgId: '9', FromUserName: 'oLiLei' }),
      push({ MsgType: 'text', Content: 'no id, once' }),
      push({ MsgType: 'text', Content: 'no id, twice' }),
    ];
    expect(new Set(pushes.map(keyOf)).size).toBe(pushes.length);
    expect(pushes.map(keyOf)).toEqual(pushes.map(keyOf));
  });

  test('the key of a push stays short however long the address of its menu item is', () => {
    const long = event('VIEW', { EventKey: `https://shop/${'a'.repeat(5000)}` });
    const longer = event('VIEW', { EventKey: `https://shop/${'a'.repeat(5001)}` });
    expect(keyOf(long).length).toBeLessThan(200);
    expect(keyOf(long)).not.toBe(keyOf(longer));
  });
});

test.each([
  ['no sender', '<xml><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>'],
  ['two senders', push({ MsgType: 'text' }).replace('<xml>', '<xml><FromUserName>oEve</FromUserName>')],
  ['no time', `<xml><FromUserName>${WANG}</FromUserName><MsgType>text</MsgType></xml>`],
  ['a time that is none', push({ MsgType: 'text', CreateTime: '1e99' })],
  ['no type', push({})],
  ['broken JSON', '{"FromUserName":'],
  ['a list', '[{"FromUserName":"a"}]'],
])('a push with this fault cannot be read: %s', (_what, body) => {
  expect(() => readInbound(body)).toThrow(Unparsable);
});
