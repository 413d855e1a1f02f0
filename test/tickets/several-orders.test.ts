import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { NotificationsModule } from '../../src/notifications/index.js';
import { Shop } from '../support/shop.js';

describe('fault 13: nothing that a customer names is dropped', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open(NotificationsModule);
  });
  afterEach(() => shop.close());

  const orders = async () => {
    const rows = await shop.rows<{ type: string; order: string | null; amount: string | null }>(sql`
      select type, fields->>'order' "order", fields->>'amount' amount from ticket order by id`);
    return rows.map(({ type, order, amount }) => [type, order, amount]);
  };

  it('another order is another ticket although one of the type is open', async () => {
    await shop.says('xiaohong', '我要退款,订单20261120123456,68元');
    await shop.says('xiaohong', '还有订单20261120999999也要退款,30元');
    expect(await orders()).toEqual([
      ['refund', '20261120123456', '68.00'],
      ['refund', '20261120999999', '30.00'],
    ]);
  });

  it('the same order in another spelling joins its ticket', async () => {
    await shop.says('xiaohong', '我要退款,订单AB-2026-0001');
    await shop.says('xiaohong', '退款！订单ab20260001');
    expect(await orders()).toHaveLength(1);
  });

  it('a number that a ticket of the customer has is the ticket, although orders look the same', async () => {
    await shop.says('xiaohong', '我要退款');
    const number = await shop.ticketOf('xiaohong');
    await shop.says('xiaohong', `订单${number}要退款,68元`);
    expect(await orders()).toEqual([['refund', null, '68.00']]);
    expect(await shop.says('xiaohong', `订单${number}退款到哪了`)).toContain(number);
  });

  it('a number that no ticket of the customer has is an order, although a ticket of somebody else has it', async () => {
    await shop.says('xiaoming', '我要退款');
    const number = await shop.ticketOf('xiaoming');
    await shop.says('xiaohong', `我要退款,订单${number}`);
    expect(await orders()).toEqual([
      ['refund', null, null],
      ['refund', number, null],
    ]);
    expect(await shop.says('xiaohong', `订单${number}退款到哪了`)).toContain(await shop.ticketOf('xiaohong'));
  });

  it('a text that names two orders makes two tickets', async () => {
    await shop.says('xiaohong', '订单20261120123456和20261120123457都要退款');
    expect(await orders()).toEqual([
      ['refund', '20261120123456', null],
      ['refund', '20261120123457', null],
    ]);
    expect(await shop.rows(sql`select message_id from ticket_message`)).toHaveLength(2);
  });

  it('of two orders, one joins the open ticket that named none', async () => {
    await shop.says('xiaohong', '我要退款');
    await shop.says('xiaohong', '退款的订单20261120123456和20261120123457');
    expect((await orders()).map(([, order]) => order)).toEqual(['20261120123456', '20261120123457']);
  });

  it('a longer list of orders is one ticket that names none, with all the words', async () => {
    const list = Array.from({ length: 8 }, (_, index) => `2026112012345${index}`).join('、');
    await shop.says('xiaohong', `订单${list}都要退款`);
    expect(await orders()).toHaveLength(1);
  });

  it('what is added to an open ticket is acknowledged once in a while, without the allowance', async () => {
    await shop.says('xiaohong', '我要退款');
    const number = await shop.ticketOf('xiaohong');
    expect(await shop.says('xiaohong', '订单20261120123456退款')).toContain(`已加到工单 ${number}`);
    expect(await shop.says('xiaohong', '是红色的那件')).toBeNull();
    expect(await shop.sends()).toEqual([]);
  });

  it('nothing is acknowledged while a colleague talks with the customer', async () => {
    await shop.says('xiaohong', '我要退款');
    await shop.rows(sql`update conversation set state = 'active', assignee_id = ${shop.cast.staff.lina.id}`);
    expect(await shop.says('xiaohong', '是红色的那件')).toBeNull();
  });
});
