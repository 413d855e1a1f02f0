import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { NotificationsModule } from '../../src/notifications/index.js';
import { Shop } from '../support/shop.js';

describe('fault 9: a fact in a later message is the ticket’s', () => {
  let shop: Shop;
  let number: string;
  beforeEach(async () => {
    shop = await Shop.open(NotificationsModule);
    await shop.says('wangmei', '我要退款');
    number = await shop.ticketOf('wangmei');
    await shop.says('wangmei', '是红色的那件');
  });
  afterEach(() => shop.close());

  const facts = () => shop.rows(sql`select type, fields from ticket order by id`);

  it.each([
    ['20261120123456', '20261120123456'],
    ['T900006', 'T900006'],
    ['t 900006。', 't900006'],
    ['AB-2026-0001', 'AB-2026-0001'],
    ['订单号是T900006', 'T900006'],
    ['单号 20261120123456', '20261120123456'],
    ['ＡＢ２０２６０００１', 'AB20260001'],
  ])('the number "%s" alone becomes the order %s and is acknowledged', async (said, order) => {
    expect(await shop.says('wangmei', said)).toContain(`已加到工单 ${number}`);
    expect(await facts()).toEqual([{ type: 'refund', fields: { order } }]);
  });

  it('an amount becomes the amount, with the order that came before it', async () => {
    await shop.says('wangmei', '20261120123456');
    expect(await shop.says('wangmei', '68.5元')).toContain('已加到工单');
    expect(await facts()).toMatchObject([
      { fields: { order: '20261120123456', amount: '68.50', currency: 'CNY' } },
    ]);
  });

  it('the ticket is found by the order that came later', async () => {
    await shop.says('wangmei', 'AB-2026-0001');
    const found = await shop.rows(sql`select 1 from ticket where search @@ '2026 & 0001'::tsquery`);
    expect(found).toHaveLength(1);
  });

  it('an order that stands there already is not replaced', async () => {
    await shop.says('wangmei', '20261120123456');
    await shop.says('wangmei', '20261120999999');
    expect(await facts()).toMatchObject([{ fields: { order: '20261120123456' } }]);
  });

  it.each([
    '13800138000',
    '6222021234567890128',
    '2026-11-20',
    '账号 20261120123456',
    '0x800145',
    'SF1234567890123',
    'abcdef',
    '900006',
    'qq123456789',
    'QQ 1234567890',
    'wx20261120123456',
    'iphone14-256-01',
    'win10-2022',
    'v2-1-0-4',
    'DE89370400440532013000',
    'GB29NWBK60161331926819',
    '02112345678',
  ])('"%s" becomes no order', async (said) => {
    await shop.says('wangmei', said);
    expect((await facts())[0]!.fields).not.toHaveProperty('order');
  });

  it('the number of one of her tickets asks how that stands and is no order', async () => {
    expect(await shop.says('wangmei', number)).toContain(number);
    expect(await facts()).toEqual([{ type: 'refund', fields: {} }]);
  });

  it('the order goes to the open ticket that has none although another changed later', async () => {
    await shop.says('wangmei', '我要投诉，订单20261120999999 碎了');
    await shop.says('wangmei', '20261120123456');
    expect(await facts()).toEqual([
      { type: 'refund', fields: { order: '20261120123456' } },
      { type: 'complaint', fields: { order: '20261120999999' } },
    ]);
  });

  it('a number that is said again is no news and acknowledged once', async () => {
    await shop.says('wangmei', 'T900006');
    expect(await shop.says('wangmei', 'T900006')).toBeNull();
  });
});
