import { describe, expect, test } from 'vitest';
import { Unparsable } from '../../src/channels/wechat-official/fields.js';
import {
  decrypt,
  encrypt,
  Undecipherable,
} from '../../src/channels/wechat-official/callback/message-crypto.js';
import { parseBody } from '../../src/channels/wechat-official/callback/push-body.js';
import { sign, signedBy } from '../../src/channels/wechat-official/callback/signature.js';
import { buildXml, parseXml } from '../../src/channels/wechat-official/callback/xml.js';

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const APP = 'wx1234567890abcdef';

describe('signature', () => {
  test('a signature sorts its parts by byte order, not by locale', () => {
    expect(sign('b', 'A', 'a', 'B')).toBe(sign('A', 'B', 'a', 'b'));
    expect(sign('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  });

  test('a signature is refused when it is absent, too short or made for other parts', () => {
    const right = sign('token', '1700000000', 'nonce');
    expect(signedBy(right, 'token', '1700000000', 'nonce')).toBe(true);
    expect(signedBy(undefined, 'token', '1700000000', 'nonce')).toBe(false);
    expect(signedBy(right.slice(1), 'token', '1700000000', 'nonce')).toBe(false);
    expect(signedBy(right, 'token', '1700000001', 'nonce')).toBe(false);
  });
});

describe('message encryption', () => {
  test('an encrypted text of any length is read back', () => {
    for (let length = 0; length <= 64; length += 1) {
      const text = '退'.repeat(length);
      const ciphertext = encrypt(text, APP, KEY);
      expect(Buffer.from(ciphertext, 'base64').length % 32).toBe(0);
      expect(decrypt(ciphertext, KEY)).toEqual({ text, receiverId: APP });
    }
  });

  test('the spare bits of an AES key that is not canonical base64 are ignored', () => {
    const canonical = `${KEY.slice(0, 42)}E`;
    const spare = `${KEY.slice(0, 42)}H`;
    expect(decrypt(encrypt('你好', APP, canonical), spare).text).toBe('你好');
  });

  test('a damaged ciphertext is refused', () => {
    const whole = Buffer.from(encrypt('退款 68.50 元', APP, KEY), 'base64');
    const tail = Buffer.from(whole);
    tail[tail.length - 20]! ^= 0xff;
    expect(() => decrypt(whole.subarray(1).toString('base64'), KEY)).toThrow(Undecipherable);
    expect(() => decrypt(tail.toString('base64'), KEY)).toThrow(Undecipherable);
    expect(() => decrypt('', KEY)).toThrow(Undecipherable);
    expect(() => decrypt(encrypt('x', APP, KEY), KEY.toUpperCase())).toThrow(Undecipherable);
  });

  test('a ciphertext is refused when its length points past its end', () => {
    const whole = Buffer.from(encrypt('short', APP, KEY), 'base64');
    // The length stands in the second block: flipping bits of the first cipher block flips them there.
    whole[0]! ^= 0x7f;
    expect(() => decrypt(whole.toString('base64'), KEY)).toThrow(Undecipherable);
  });
});

describe('XML', () => {
  test('reading XML keeps all digits, leading zeros and the blanks of a text', () => {
    const fields = parseXml(
      '<xml><MsgId>72345678901234567890</MsgId><A>007</A><C><![CDATA[ 你好 ]]></C></xml>',
    );
    expect(fields).toEqual({ MsgId: '72345678901234567890', A: '007', C: ' 你好 ' });
  });

  test.each([
    ['a DOCTYPE', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>'],
    [
      'an external entity',
      '<?xml version="1.0"?><!doctype x SYSTEM "file:///etc/passwd"><xml><A>1</A></xml>',
    ],
    ['a DOCTYPE hidden between comments', '<!-- <![CDATA[ --><!DOCTYPE x><!-- ]]> --><xml><A>1</A></xml>'],
    ['an unclosed element', '<xml><A>1</xml>'],
    ['two roots', '<xml><A>1</A></xml><xml/>'],
    ['another root', '<html><A>1</A></html>'],
    ['a bare text', 'hello'],
    ['nothing', ''],
    ['a prototype key', '<xml><__proto__><polluted>1</polluted></__proto__></xml>'],
    ['deep nesting', '<a>'.repeat(20_000)],
  ])('XML with this fault is refused: %s', (_what, body) => {
    expect(() => parseXml(body)).toThrow(Unparsable);
  });

  test('a text of a customer may contain markup and even a DOCTYPE', () => {
    const text = '<!DOCTYPE html><b>]]></b> & <!-- -->';
    expect(parseXml(buildXml({ Content: text }))).toEqual({ Content: text });
  });

  test('XML is written with bare numbers and nested objects, and without characters that it cannot hold', () => {
    expect(buildXml({ CreateTime: 5, Image: { MediaId: 'a\u0000\u0008\uFFFEb\n😀\uD800' } })).toBe(
      '<xml><CreateTime>5</CreateTime><Image><MediaId><![CDATA[ab\n😀]]></MediaId></Image></xml>',
    );
  });
});

describe('a megabyte of nonsense', () => {
  const megabyte = (part: string): string => part.repeat((1024 * 1024) / part.length);

  test.each([
    ['sections opened and never closed', megabyte('<![CDATA[')],
    ['quotes that are all escaped', `{${megabyte('\\"')}\\`],
    ['brackets', `{"a":${megabyte('[')}`],
    ['elements', megabyte('<a>')],
  ])('a megabyte of %s is refused without being searched again and again', (_what, body) => {
    // The processor's own time is counted, so that other work of the machine is not.
    const begun = process.cpuUsage();
    expect(() => parseBody(body)).toThrow(Unparsable);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(3000);
  });
});
