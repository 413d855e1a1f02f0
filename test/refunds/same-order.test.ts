import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import {
  RefundApproval,
  RefundPayment,
  RefundRequests,
  Refunds,
  RefundsModule,
} from '../../src/refunds/index.js';
import { Shop } from '../support/shop.js';

type Customer = Parameters<Shop['refundAtFinance']>[0];

/** Each is typed as a person, a keyboard or a copied page might write it. */
const SPELLINGS = [
  'AB-2026 001',
  'ab-2026001',
  '#AB-2026001',
  'ＡＢ－２０２６００１',
  'AB\u200b-2026001',
  'A\u00adB-2026001\ufeff',
  'AB\u3164-2026001',
  'AB–2026001',
  'АВ-2026001',
  ' ａB - 2026001 ',
];

/** These are the same order, while a voucher with them would be another one. */
const SIGNED = ['AB2026001', 'AB-2026.001', 'AB-2026001👍'];

describe('fault 3: the same order is not paid twice unseen', () => {
  let shop: Shop;
  const known = new Map<Customer, string>();
  beforeAll(async () => {
    shop = await Shop.open(RefundsModule);
  });
  afterAll(() => shop.close());

  async function asked(customer: Customer, order: string) {
    const number = known.get(customer) ?? (await shop.refundAtFinance(customer, '我要退款'));
    known.set(customer, number);
    const wish = { order, amount: '10', reason: '少发一件' };
    return shop.get(RefundRequests).put(shop.cast.staff.wangfang, number, wish);
  }

  it('however the number of an order or a voucher is spelled, it is one number', async () => {
    const keys = await shop.rows<{ key: string }>(
      sql`select distinct number_key(spelled) key from unnest(${SPELLINGS}::text[]) spelled`,
    );
    expect(keys).toEqual([{ key: 'ab-2026001' }]);
    const others = await shop.rows(
      sql`select distinct number_key(n) from unnest(array['AB-2026001', 'AB2026001', 'AB-2026002', 'A-B2026001']) n`,
    );
    expect(others).toHaveLength(4);
  });

  it('signs and emoji in the number of an order make no other order', async () => {
    const spelled = [
      'AB2026001',
      'AB_2026.001',
      'AB-2026001。',
      'AB2026001👍',
      'AB\u28002026\u0336001',
      ...SPELLINGS,
    ];
    expect(await shop.rows(sql`select distinct order_key(n) key from unnest(${spelled}::text[]) n`)).toEqual([
      { key: 'ab2026001' },
    ]);
    const others = ['AB2026001', 'AB2026002', '订单', '单据'];
    expect(await shop.rows(sql`select distinct order_key(n) from unnest(${others}::text[]) n`)).toHaveLength(
      4,
    );
  });

  it('the refund of another customer for the same order is shown, however the number is spelled', async () => {
    const { chenjing, wangfang } = shop.cast.staff;
    const first = await asked('xiaoming', SPELLINGS[0]!);
    const approved = await shop.get(RefundApproval).approve(chenjing, first);
    await shop.get(RefundPayment).record(wangfang, approved, 'FK 1');
    for (const order of [...SPELLINGS.slice(1), ...SIGNED]) {
      const { id } = await asked('xiaohong', order);
      expect(await shop.get(Refunds).byId(chenjing, id)).toMatchObject({
        paidBefore: '10.00',
        earlier: [
          { number: await shop.ticketOf('xiaoming'), customer: '小明', amount: '10.00', state: 'paid' },
        ],
        confirm: expect.any(String) as string,
      });
    }
  });

  it('a refund of an order that was paid before is approved only with the earlier refunds confirmed', async () => {
    const { chenjing } = shop.cast.staff;
    const seen = await asked('xiaohong', SPELLINGS[2]!);
    const approve = (confirm?: string) => shop.get(RefundApproval).approve(chenjing, { ...seen, confirm });
    for (const wrong of [undefined, '', 'seen'])
      await expect(approve(wrong)).rejects.toMatchObject({
        status: 409,
        code: 'order_refunded',
        details: { order: SPELLINGS[2], earlier: [{ customer: '小明', state: 'paid' }] },
      });
    const { confirm } = await shop.get(Refunds).byId(chenjing, seen.id);
    expect(await approve(confirm!)).toMatchObject({ state: 'approved' });
  });

  it('two approvals for one order at the same moment do not miss each other', async () => {
    const { chenjing } = shop.cast.staff;
    const both = [await asked('liqiang', 'TWIN-1'), await asked('wangmei', 'twin-1')];
    const tried = await Promise.allSettled(
      both.map((one) => shop.get(RefundApproval).approve(chenjing, one)),
    );
    const refused = tried.flatMap((one) => (one.status === 'rejected' ? [one.reason as object] : []));
    expect(refused).toMatchObject([
      { code: 'order_refunded', details: { earlier: [{ state: 'approved' }] } },
    ]);
  });

  it('a voucher pays once, however it is spelled', async () => {
    const { chenjing, wangfang } = shop.cast.staff;
    const paid = await shop.get(RefundApproval).approve(chenjing, await asked('zhaojun', 'Z-1'));
    await shop.get(RefundPayment).record(wangfang, paid, 'PZ-77 01');
    const next = await shop.get(RefundApproval).approve(chenjing, await asked('sunli', 'S-1'));
    for (const voucher of ['pz-7701', '#PZ-7701', 'PZ\u200b-7701', 'ＰＺ－７７０１', 'РZ—7701'])
      await expect(shop.get(RefundPayment).record(wangfang, next, voucher)).rejects.toMatchObject({
        status: 409,
        code: 'voucher_used',
      });
    const again = await shop.get(RefundPayment).record(wangfang, await shop.seen(paid.id), 'pz-7701');
    expect(again).toMatchObject({ state: 'paid' });
  });

  it.each(['#', '---', '\u200b', '\u3164\u3164'])(
    'the order number %j names nothing and is refused',
    async (order) => {
      await expect(asked('zhoujie', order)).rejects.toMatchObject({
        status: 422,
        details: { fields: { order: 'bad_number:64' } },
      });
    },
  );
});
