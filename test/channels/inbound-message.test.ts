import { describe, expect, test } from 'vitest';
import { Unparsable } from '../../src/channels/wechat-official/fields.js';
import { readInbound } from '../../src/channels/wechat-official/inbound-message.js';
import { buildXml, type XmlFields } from '../../src/channels/wechat-official/xml.js';

const WANG = 'oWangFang';

function push(fields: XmlFields): string {
  return buildXml({ ToUserName: 'gh_shop', FromUserName: WANG, CreateTime: 1_795_000_000, ...fields });
}

function event(Event: string, fields: XmlFields = {}): string {
  return push({ MsgType: 'event', Event, ...fields });
}

describe('messages', () => {
  test('a text of Wang Fang, at the second she sent it', () => {
    const body = push({ MsgType: 'text', Content: '我要退款', MsgId: '23456789012345678' });
    expect(readInbound(body)).toEqual({
      externalId: WANG,
      key: 'm:oWangFang:23456789012345678',
      at: new Date('2026-11-18T11:06:40Z'),
      body,
      fact: { type: 'message', kind: 'text', text: '我要退款', providerId: '23456789012345678' },
    });
  });

  test('the same text as JSON keeps every digit of its id', () => {
    const body = `\uFEFF{"ToUserName":"gh_shop","FromUserName":"${WANG}","CreateTime":1795000000,
      "MsgType":"text","Content":"1234567890123456789 \\" 9007199254740993","MsgId":9007199254740993}`;
    expect(readInbound(body)).toMatchObject({
      key: 'm:oWangFang:9007199254740993',
      fact: { text: '1234567890123456789 " 9007199254740993', providerId: '9007199254740993' },
    });
  });

  test('an image has its media id and a preview address', () => {
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

  test.each(['voice', 'file', 'something_new', 'constructor'])('%s is kept as unsupported', (type) => {
    expect(readInbound(push({ MsgType: type, MsgId: '6' })).fact).toMatchObject({
      kind: 'unsupported',
      original: type,
    });
  });

  test('text that PostgreSQL cannot keep is mended', () => {
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
    [event('LOCATION', { Latitude: '1.0' }), { type: 'ignored', what: 'LOCATION' }],
  ])('%s', (body, fact) => {
    expect(readInbound(body).fact).toEqual(fact);
  });

  test.each([
    ['success', { delivered: true }],
    ['failed:user block', { delivered: false, reason: 'blocked_by_customer' }],
    ['failed: system failed', { delivered: false, reason: 'failed_at_wechat' }],
  ])('a template finished with "%s"', (Status, outcome) => {
    const body = event('TEMPLATESENDJOBFINISH', { MsgID: '1700827132819554304', Status });
    expect(readInbound(body).fact).toEqual({
      type: 'delivery_receipt',
      providerId: '1700827132819554304',
      ...outcome,
    });
  });
});

describe('the key of a push', () => {
  const keyOf = (body: string): string => readInbound(body).key;

  test('tells apart events of one second and senders with one MsgId', () => {
    const pushes = [
      event('CLICK', { EventKey: 'a' }),
      event('CLICK', { EventKey: 'b' }),
      event('SCAN', { EventKey: 'a' }),
      event('TEMPLATESENDJOBFINISH', { MsgID: '1', Status: 'success' }),
      event('TEMPLATESENDJOBFINISH', { MsgID: '2', Status: 'success' }),
      event('subscribe_msg_sent_event', { SubscribeMsgSentEvent: { List: { TemplateId: 'x', MsgID: '1' } } }),
      event('subscribe_msg_sent_event', { SubscribeMsgSentEvent: { List: { TemplateId: 'y', MsgID: '1' } } }),
      push({ MsgType: 'text', Content: 'x', MsgId: '9' }),
      push({ MsgType: 'text', Content: 'x', MsgId: '9', FromUserName: 'oLiLei' }),
      push({ MsgType: 'text', Content: 'no id, once' }),
      push({ MsgType: 'text', Content: 'no id, twice' }),
    ];
    expect(new Set(pushes.map(keyOf)).size).toBe(pushes.length);
    expect(pushes.map(keyOf)).toEqual(pushes.map(keyOf));
  });

  test('stays short however long the menu address is', () => {
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
])('%s cannot be read', (_what, body) => {
  expect(() => readInbound(body)).toThrow(Unparsable);
});
