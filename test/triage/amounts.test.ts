import { describe, expect, it } from 'vitest';
import { amountsIn } from '../../src/triage/amounts.js';
import { DEFAULT_RULES } from '../../src/triage/default-rules.js';
import { extract } from '../../src/triage/extract.js';
import { match, ready } from '../../src/triage/match.js';

const RULES = DEFAULT_RULES.map((rule) =>
  ready({ type: null, priority: null, department: null, version: 1, ...rule }),
);

describe('fault 11: amounts as people write them', () => {
  it.each([
    ['3万元', '30000.00', 'CNY'],
    ['被骗了1.5万', '15000.00', 'CNY'],
    ['1.234万元', '12340.00', 'CNY'],
    ['五千元', '5000.00', 'CNY'],
    ['两万块', '20000.00', 'CNY'],
    ['兩萬塊', '20000.00', 'CNY'],
    ['十二万', '120000.00', 'CNY'],
    ['2千', '2000.00', 'CNY'],
    ['半万', '5000.00', 'CNY'],
    ['3万5', '35000.00', 'CNY'],
    ['3万5千块', '35000.00', 'CNY'],
    ['两百五十块钱', '250.00', 'CNY'],
    ['两百五块', '250.00', 'CNY'],
    ['一千零五元', '1005.00', 'CNY'],
    ['一亿三千万', '130000000.00', 'CNY'],
    ['贰万伍仟圆', '25000.00', 'CNY'],
    ['五〇〇〇元', '5000.00', 'CNY'],
    ['三块五', '3.50', 'CNY'],
    ['12块5毛', '12.50', 'CNY'],
    ['5千多块', '5000.00', 'CNY'],
    ['3w块', '30000.00', 'CNY'],
    ['人民币五千', '5000.00', 'CNY'],
    ['¥ 1,299', '1299.00', 'CNY'],
    ['￥68.5', '68.50', 'CNY'],
    ['1.299,50 EUR', '1299.50', 'EUR'],
    ['€1,299.50', '1299.50', 'EUR'],
    ['1 299,50 €', '1299.50', 'EUR'],
    ['1.299 €', '1299.00', 'EUR'],
    ['12,50 euros', '12.50', 'EUR'],
    ["1'299.50 CHF", '1299.50', 'CHF'],
    ['$5k', '5000.00', 'USD'],
    ['5 thousand dollars', '5000.00', 'USD'],
    ['$2m', '2000000.00', 'USD'],
    ['5000$', '5000.00', 'USD'],
    ['三千美元', '3000.00', 'USD'],
    ['5万日元', '50000.00', 'JPY'],
    ['HK$ 800', '800.00', 'HKD'],
    ['５０００元', '5000.00', 'CNY'],
    ['5\u200b0\u200b0\u200b0元', '5000.00', 'CNY'],
  ])('"%s" is the amount %s %s', (text, amount, currency) => {
    expect(extract(text)).toMatchObject({ amount, currency });
  });

  it.each([
    '几千元',
    '三四千块',
    '好几万',
    '万一',
    '千万不要',
    '十万火急',
    '三万个粉丝',
    '五千年历史',
    '两万五千里',
    '1.299 元',
    '12,50元',
    '1,5万',
    '$5x',
    '12 个',
    '百万富翁',
  ])('"%s" is not surely an amount and left out', (text) => {
    expect(extract(text).amount).toBeUndefined();
  });

  it('all amounts of a text are read, and of one currency the largest is kept', () => {
    expect(amountsIn('先转走200元,又转走8000元').map(({ value }) => value)).toEqual([200, 8000]);
    expect(extract('先转走200元,又转走8000元')).toMatchObject({ amount: '8000.00' });
  });

  it.each(['200元', '8000元', '3万', '五千元', '1.299,50 EUR', '半万', '先200元,又8000元', '$900'])(
    'a larger loss is never less urgent: %s and ten thousand times as much',
    (sum) => {
      const urgency = (text: string) => match(RULES, text)?.priority ?? 'P9';
      const more = urgency(`钱被转走了 ${sum}，还有一千万元`);
      expect(more <= urgency(`钱被转走了 ${sum}`)).toBe(true);
      expect(more).toBe('P0');
    },
  );

  it.each(['被骗了12000', '被骗 12000', '钱被转走了3w', '卡被盗刷了6k', '被骗了8,000多', '被騙了１２０００'])(
    'a bare number behind a word of loss counts: %s',
    (text) => {
      expect(match(RULES, text)?.priority).toBe('P0');
      expect(extract(text).amount).toBeUndefined();
    },
  );

  it.each([
    '钱被转走了 五 千元',
    '被骗了叁万[流泪]贰仟元',
    '被骗了3*\ufe0f\u20e3万元',
    '被骗/:,@-D[大哭]了 8000元',
  ])('faces and blanks inside a sum make the loss no less urgent: %s', (text) => {
    expect(match(RULES, text)?.priority).toBe('P0');
  });

  it.each(['被骗了3次', '被骗 2026-11-20', '被骗了1200', '我被骗，订单 20261120123456', '被骗了5000个'])(
    'another number behind a word of loss is no large amount: %s',
    (text) => {
      expect(match(RULES, text)?.priority).toBe('P1');
    },
  );

  it('an order number before a comma is no part of the amount', () => {
    expect(extract('订单20261120123456,68.50元')).toEqual({
      order: '20261120123456',
      amount: '68.50',
      currency: 'CNY',
    });
  });

  it('the number of a card, an identity card or a telephone is never an order number (fault 12)', () => {
    for (const number of ['6222021234567890128', '11010519491231002X', '13800138000'])
      expect(extract(`我要退款 订单 ${number}`).order).toBeUndefined();
    expect(extract('银行卡 123456789012 订单 20261120123456')).toEqual({ order: '20261120123456' });
  });
});
