import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../support/shop.js';

describe('The cast', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  it('the cast works in five departments, and two of its customers speak English', () => {
    const { departments, staff, customers } = shop.cast;
    expect(Object.keys(departments)).toEqual(['presales', 'support', 'finance', 'technical', 'quality']);
    expect(Object.values(staff).filter((member) => member.isFinance)).toHaveLength(2);
    expect(staff.wutao.isAdmin).toBe(true);
    expect(Object.values(customers).filter(({ language }) => language === 'en')).toHaveLength(2);
  });

  it('a message of the cast’s customer becomes a ticket', async () => {
    await shop.refundAtFinance('xiaoming', '我要退款,订单 20261120123456,68.50元');
    expect(await shop.ticketOf('xiaoming')).toBe('T100001');
  });
});
