import { describe, expect, it } from 'vitest';
import { excerptOf, masked, personalNumbers } from '../../../src/platform/reading/index.js';

const CARD = '6222021234567890128';
const IDENTITY = '11010519491231002X';

describe('fault 12: personal numbers inside texts', () => {
  it.each([
    [`退到${CARD}谢谢`, '退到****0128谢谢'],
    [`退到 6222 0212 3456 7890 128`, '退到 ****0128'],
    [`退到 622202 1234567890128`, '退到 ****0128'],
    [`退到 6222-0212-3456-7890-128，68.50元`, '退到 ****0128，68.50元'],
    [`退到 6\u200b222021234567890128`, '退到 ****0128'],
    [`退到６２２２０２１２３４５６７８９０１２８`, '退到****0128'],
    [`退到6😀222021234567890128`, '退到****0128'],
    ['visa 4111 1111 1111 1111', 'visa ****1111'],
    [`证件${IDENTITY}`, '证件****002x'],
    [`证件110105 19491231 002x`, '证件****002x'],
    ['打我电话13800138000', '打我电话138****8000'],
    ['打 138-0013-8000', '打 138****8000'],
    ['打 1 3 8 0 0 1 3 8 0 0 0', '打 138****8000'],
    ['打 +86 13800138000', '打 +138****8000'],
    ['一三八零零一三八零零零', '138****8000'],
    ['加微信 wx13800138000', '加微信 wx138****8000'],
    ['call +1 650 253 0000', 'call +165****0000'],
    ['电话0571-88888888', '电话****8888'],
    ['收款帳號 62220212345678', '收款帳號 ****5678'],
    ['对公账户：123456789012', '对公账户：****9012'],
    ['IBAN DE89370400440532013000', 'IBAN ****3000'],
    ['银行卡号：123456789012', '银行卡号:****9012'.replace(':', '：')],
    ['我的卡號是 6222 0212 345', '我的卡號是 ****2345'],
    ['身份证号码 110105194912310021', '身份证号码 ****0021'],
    ['passport number E12345678', 'passport number ****78'],
  ])('"%s" is shown as "%s"', (text, shown) => {
    expect(masked(text)).toBe(shown);
  });

  it.each([
    '订单20261120123456,68.50元',
    '订单 20261120123456 68.50',
    '订单 4200001234202611301234567890',
    '2026-11-30 12:04 报错 0x8001',
    '银行卡被盗刷了 8000元',
    '银行卡付款，订单20261120123456',
    '银行卡 10000000元',
    '工单 T100001',
    '订单号 AB-2026-0001',
    '我买了 100 件，每件 1299.00 元',
    '0000000000000000',
    '号码 202611301234567890',
  ])('"%s" holds nothing personal and is shown as it is', (text) => {
    expect(masked(text)).toBe(text);
  });

  it('a number is seen behind many others', () => {
    const many = '1 2 3 4 5 6 7 8 9 '.repeat(5);
    expect(masked(`${many}${[...CARD].join(' ')}`)).not.toContain([...CARD].join(' '));
    expect(masked(`${many}${CARD}`)).toMatch(/\*{4}0128$/);
  });

  it('what was masked once stays the same', () => {
    const once = masked(`卡${CARD} 证${IDENTITY} 电话13800138000`);
    expect(masked(once)).toBe(once);
  });

  it('an excerpt never ends inside a number that is then no longer known as one', () => {
    expect(excerptOf(`卡${CARD}`, 12)).toBe('卡****0128');
  });

  it('each number says where it stands in the text', () => {
    const text = `a👍 ${CARD}。`;
    const [{ from, to, kind }] = personalNumbers(text) as [ReturnType<typeof personalNumbers>[0]];
    expect(kind).toBe('card');
    expect(text.slice(from, to)).toBe(CARD);
  });

  it('a very long text is read in no time', { timeout: 5000 }, () => {
    expect(personalNumbers('1 '.repeat(10_000)).length).toBeGreaterThanOrEqual(0);
    expect(personalNumbers('9'.repeat(20_000))).toEqual([]);
    expect(masked('卡号 '.repeat(5_000))).toHaveLength(15_000);
  });
});
