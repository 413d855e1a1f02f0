import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { Rereading } from '../../src/tickets/rereading.service.js';
import { Shop } from '../support/shop.js';

const CARD = '6222021234567890128';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open();
  await shop.says('xiaohong', `我要退款，${CARD}`);
  await shop.rows(sql`
    update ticket set subject = ${`我要退款，${CARD}`}, fields = ${JSON.stringify({ order: CARD })}::jsonb,
           search = array_to_tsvector(array[${CARD}])`);
  await shop.rows(sql`update customer set readable_name = null`);
  await shop.rows(sql`update reading set version = 0`);
});
afterEach(() => shop.close());

const ticket = async () =>
  (await shop.rows(sql`select subject, fields, search::text search from ticket`))[0]!;

describe('fault 12: what an older program stored is read again', () => {
  it('subjects, orders, the search and names are made anew, once, and messages stay as they are', async () => {
    await shop.get(Rereading).run({});
    expect(await ticket()).toMatchObject({ subject: '我要退款，****0128', fields: { order: '****0128' } });
    expect(JSON.stringify(await ticket())).not.toContain(CARD);
    expect(await shop.rows(sql`select 1 from customer where readable_name is null`)).toEqual([]);
    expect(await shop.rows(sql`select text from message`)).toEqual([{ text: `我要退款，${CARD}` }]);
    await shop.rows(sql`update ticket set subject = ${CARD}`);
    await shop.get(Rereading).run({});
    expect(await ticket()).toMatchObject({ subject: CARD });
  });

  it('an order that no message names is what a member typed, and stays', async () => {
    await shop.rows(sql`update message set text = '我要退款'`);
    await shop.get(Rereading).run({});
    expect(await ticket()).toMatchObject({ fields: { order: CARD } });
  });
});
