import { describe, expect, test } from 'vitest';
import { templateData } from '../../src/channels/wechat-official/templates/template-data.js';
import { moneyWords } from '../../src/notifications/money.js';
import { CURRENCIES, decimalsOf, LANGUAGES } from '../../src/platform/text/index.js';
import { brokenField } from '../../src/sandbox/field-limits.js';

const KINDS = [
  'thing',
  'name',
  'phrase',
  'amount',
  'number',
  'date',
  'time',
  'character_string',
  'letter',
  'symbol',
  'phone_number',
  'car_number',
  'const',
];

const sent = (kind: string, value: string): string | undefined => {
  const shaped = templateData({ [`${kind}1`]: 'fact' }, { fact: value });
  return 'data' in shaped ? shaped.data[`${kind}1`]!.value : undefined;
};

/** A small generator with a seed, so that a failure can be repeated. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state;
  }
}

const PIECES = [
  ...[
    '退款已批准，等待打款',
    '财务',
    'Refund approved, payment to follow',
    'T100001',
    '¥90,000.00',
    'CN¥1.5',
    'JP¥500',
  ],
  ...[
    '2026-11-20',
    '12:30',
    '2026年1月2日',
    '+86 138 0013 8000',
    '京A12345',
    '#',
    '订单 Ａ１２３',
    '😀',
    '👩‍👩‍👧',
    '🇨🇳',
    '1️⃣',
  ],
  ...[
    '\u200b',
    '\ufe0f',
    '\n',
    '\t',
    '  ',
    '\u00ad',
    '\u3164',
    '𠮷',
    '\ud800',
    'e\u0301',
    '…',
    'ß',
    'ﷺ',
    '\0',
    '1.2.3',
    '-',
    '%',
    '$5',
  ],
];

describe('fault 1: a value of a template is shaped for the type of its field', () => {
  test('whatever a fact holds, no field of any type is sent as WeChat would refuse it', () => {
    const random = numbers(20261130);
    const next = (below: number) => random.next().value % below;
    for (let round = 0; round < 20_000; round += 1) {
      const parts = Array.from({ length: next(7) }, () => PIECES[next(PIECES.length)]!);
      const value = parts.join(next(2) === 0 ? '' : ' ');
      for (const kind of KINDS) {
        const shaped = sent(kind, value);
        if (shaped !== undefined)
          expect(brokenField({ [`${kind}1`]: shaped }), `${kind} ${value}`).toBeUndefined();
      }
    }
  });

  test('every amount in every currency and language is sent as it is or not at all', () => {
    const signs: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£' };
    for (const currency of CURRENCIES)
      for (const language of LANGUAGES)
        for (const whole of ['1', '999', '1000', '90000', '999999', '1000000']) {
          const decimals = '05'.padEnd(decimalsOf(currency)!, '0').slice(0, decimalsOf(currency));
          const amount = decimals === '' ? whole : `${whole}.${decimals}`;
          const shaped = sent('amount', moneyWords(amount, currency, language));
          expect(shaped).toBe(signs[currency] && signs[currency] + amount);
          if (shaped !== undefined) expect(brokenField({ amount3: shaped })).toBeUndefined();
        }
  });

  test.each([
    ['thing', '财务已受理,正在核对订单与退款金额并安排打款', '财务已受理,正在核对订单与退款金额并安…'],
    ['name', '王芳 👍', '王芳'],
    ['name', 'Emma Clarke-Featherstonehaugh', 'Emma Clarke-Feather…'],
    ['phrase', '退款已批准，等待打款', '退款已批准'],
    ['amount', '¥90,000.00', '¥90000.00'],
    ['amount', 'CN¥1,234,567.80', '¥1234567.80'],
    ['number', 'T100001', '100001'],
    ['number', '¥90,000.00', '90000.00'],
    ['character_string', ' ２０２６ 1120', '20261120'],
    ['phone_number', '+86 138-0013-8000', '+86 138-0013-8000'],
    ['date', '2026年11月20日 12:30', '2026年11月20日 12:30'],
  ])('in a field of the type %s, %j is sent as %j', (kind, value, shaped) => {
    expect(sent(kind, value)).toBe(shaped);
  });

  test.each([
    ['phrase', 'Refund approved'],
    ['phrase', '已经转交给财务部门'],
    ['amount', 'JP¥500'],
    ['amount', 'HK$500.00'],
    ['amount', '¥99,999,999,999.00'],
    ['number', 'HK$500.00'],
    ['character_string', '订单20261120'],
    ['character_string', 'x'.repeat(33)],
    ['letter', 'T100001'],
    ['car_number', '123456789'],
    ['date', '明天'],
    ['thing', '😀\u200b'],
  ])('in a field of the type %s, %j is not sent, because it would say something else', (kind, value) => {
    expect(sent(kind, value)).toBeUndefined();
  });
});
