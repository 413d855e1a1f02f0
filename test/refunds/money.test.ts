import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { sayMoney } from '../../src/platform/text/index.js';
import { RefundLimits, RefundRequests, RefundsModule } from '../../src/refunds/index.js';
import { readWish } from '../../src/refunds/wish.js';
import { Shop } from '../support/shop.js';

const WISH = { order: 'A-1', reason: '不想要了' };

describe('fault 6: money that cannot be is refused', () => {
  it.each([
    ['500', 'JPY', '500'],
    ['500.00', 'JPY', '500'],
    ['68.5', 'CNY', '68.50'],
    ['68.500', 'CNY', '68.50'],
    ['1.25', 'KWD', '1.250'],
    ['1.234', 'KWD', '1.234'],
  ])('%s %s is read as %s', (amount, currency, read) => {
    expect(readWish({ ...WISH, amount, currency }).amount).toBe(read);
  });

  it.each([
    ['500.5', 'JPY', { amount: 'bad_decimals:0' }],
    ['1.234', 'CNY', { amount: 'bad_decimals:2' }],
    ['1.2345', 'KWD', { amount: 'bad_decimals:3' }],
    ['10', 'ZZZ', { currency: 'bad_currency' }],
    ['10', 'XXX', { currency: 'bad_currency' }],
    ['10', 'DEM', { currency: 'bad_currency' }],
    ['10', '', { currency: 'bad_currency' }],
  ])('%s %j is refused', (amount, currency, fields) => {
    expect(() => readWish({ ...WISH, amount, currency })).toThrow(
      expect.objectContaining({ details: { fields } }) as Error,
    );
  });

  it('yuan and yen are told apart wherever an amount is written', () => {
    const all = (['zh-CN', 'en'] as const).map((language) =>
      ['CNY', 'JPY', 'USD', 'HKD'].map((currency) => sayMoney('1500', currency, language)),
    );
    expect(all).toEqual([
      ['¥1,500.00', 'JP¥1,500', 'US$1,500.00', 'HK$1,500.00'],
      ['CN¥1,500.00', 'JP¥1,500', '$1,500.00', 'HK$1,500.00'],
    ]);
    expect(sayMoney('999999999999.99', 'CNY', 'zh-CN')).toBe('¥999,999,999,999.99');
  });
});

describe('fault 6: no refund is larger than the limit of its currency', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(RefundsModule);
  });
  afterAll(() => shop.close());

  const ask = async (amount: string, currency: string) => {
    const number = await shop.refundAtFinance('xiaoming', '我要退款').catch(() => shop.ticketOf('xiaoming'));
    return shop.get(RefundRequests).put(shop.cast.staff.wangfang, number, { ...WISH, amount, currency });
  };

  it('a request for more than the limit is refused beside its amount, with the limit', async () => {
    await expect(ask('999999999999.99', 'CNY')).rejects.toMatchObject({
      status: 422,
      details: { fields: { amount: 'too_much:1000000' } },
    });
    await expect(ask('20000001', 'JPY')).rejects.toMatchObject({
      details: { fields: { amount: 'too_much:20000000' } },
    });
    expect(await ask('1000000', 'CNY')).toMatchObject({ amount: '1000000.00' });
    expect(await ask('20000000', 'JPY')).toMatchObject({ amount: '20000000' });
  });

  it('an administrator sets and removes the limit of a currency, and the list of acts tells of it', async () => {
    const limits = shop.get(RefundLimits);
    const { wutao } = shop.cast.staff;
    await limits.set({ currency: 'cny', most: '5,000' }, wutao);
    await expect(ask('5000.01', 'CNY')).rejects.toMatchObject({
      details: { fields: { amount: 'too_much:5000' } },
    });
    await limits.set({ currency: 'CNY', most: '' }, wutao);
    expect(await ask('5000.01', 'CNY')).toMatchObject({ amount: '5000.01' });
    const acts = await shop.rows(
      sql`select subject_id, before, after from audit where action = 'refund_limit.changed' order by id`,
    );
    expect(acts).toEqual([
      { subjectId: 'CNY', before: null, after: { most: '5000' } },
      { subjectId: 'CNY', before: { most: '5000' }, after: null },
    ]);
    for (const wrong of [
      { currency: 'ZZZ', most: '5' },
      { currency: '*', most: '' },
      { currency: 'CNY', most: '-5' },
    ])
      await expect(limits.set(wrong, wutao)).rejects.toMatchObject({ status: 422 });
  });
});
