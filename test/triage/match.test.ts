import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../src/triage/default-rules.js';
import { extract } from '../../src/triage/extract.js';
import { match, ready } from '../../src/triage/match.js';

const RULES = DEFAULT_RULES.map((rule) =>
  ready({ type: null, priority: null, department: null, version: 1, ...rule }),
);
const read = (text: string) => match(RULES, text);

describe('Triage', () => {
  it('two signals together are an emergency, and the reason names both (001-25)', () => {
    const verdict = read('我的账号被盗了,有人在异地登录');
    expect(verdict).toMatchObject({ type: 'account_theft', priority: 'P0' });
    expect(verdict?.reason.en).toBe('two signals: account stolen + login elsewhere');
    expect(verdict?.reason['zh-CN']).toBe('两个信号：账号被盗 + 异地登录');
  });

  it.each([
    ['我的账号被盗了', 'account_theft', 'P1'],
    ['My account was stolen, there is a login from another country', 'account_theft', 'P0'],
    ['银行卡被盗刷了 8000元', 'funds_loss', 'P0'],
    ['钱被转走了', 'funds_loss', 'P1'],
    ['我的账号被别人盗了', 'account_theft', 'P1'],
    ['帳號被人登陸了', 'account_theft', 'P1'],
    ['有人登陆了我的账号，是外地登陆', 'account_theft', 'P0'],
    ['somebody stole my account', 'account_theft', 'P1'],
    ['My account has been stolen and my money is missing', 'account_theft', 'P0'],
    ['钱被人转走了，不是本人操作', 'funds_loss', 'P0'],
    ['被1️⃣盗[流泪]了', 'account_theft', 'P1'],
    ['账号被盗了，请问怎么防止损失', 'account_theft', 'P1'],
    ['密码被改了，我担心被盗', 'account_theft', 'P1'],
    ['账号被盗了，银行卡也被盗刷', 'account_theft', 'P0'],
    ['包裹在海关被扣了', 'cross_border_dispute', 'P1'],
    ['我要投诉你们', 'complaint', null],
    ['我要退款,订单 20261120123456,68.50元', 'refund', null],
    ['I want a refund for order 20261120123456', 'refund', null],
    ['APP 一直报错 0x8001', 'system_fault', null],
  ])('the text "%s" opens a ticket of the type %s with the priority %s', (text, type, priority) => {
    expect(read(text)).toMatchObject({ intent: 'open_ticket', type, priority });
  });

  it.each(['进度', '进度?', '查进度', '　进度。', 'Progress', 'status?'])(
    'the text "%s" asks for progress (001-44)',
    (text) => {
      expect(read(text)?.intent).toBe('progress');
    },
  );

  it.each(['人工', '转人工', '人工客服'])('the text "%s" asks for a person (002-06)', (text) => {
    expect(read(text)?.intent).toBe('person');
  });

  it.each([
    '杯子是什么颜色的',
    '退款政策是什么',
    '怎么防止账号被盗',
    '担心账号被盗，怎么设置',
    '进度条怎么设置',
  ])('the text "%s" is left to a person', (text) => {
    expect(read(text)).toBeNull();
  });

  it('order number, amount, currency and error code are read out of a text', () => {
    expect(extract('我要退款,订单 20261120123456,68.50元')).toEqual({
      order: '20261120123456',
      amount: '68.50',
      currency: 'CNY',
    });
    expect(extract('订单号：AB-2026-0001 退 ￥1,299')).toEqual({
      order: 'AB-2026-0001',
      amount: '1299.00',
      currency: 'CNY',
    });
    expect(extract('refund $12.5 for order 998877665544')).toEqual({
      order: '998877665544',
      amount: '12.50',
      currency: 'USD',
    });
    expect(extract('报错 0x8001')).toEqual({ errorCode: '0x8001' });
    expect(extract('你好')).toEqual({});
  });

  it.each([
    ['blanks after a word that an order may follow', `order${' '.repeat(5000)}!`],
    ['wide blanks', `订单${'\u3000'.repeat(5000)}！`],
    ['signs before a letter', `${'!'.repeat(5000)}a`],
    ['an endless number', `1${',111'.repeat(5000)}x`],
    ['letters that become many', '\ufdfa'.repeat(5000)],
  ])('a long text is read in no time, even one with %s', { timeout: 5000 }, (_, text) => {
    expect(read(text)).toBeNull();
    expect(extract(text)).toEqual({});
  });
});
