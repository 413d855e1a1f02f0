import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { Notes, Pausing, TicketReplies, Tickets } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
let number: string;
beforeAll(async () => {
  shop = await Shop.open();
  await shop.says('xiaoming', '我的账号被盗了');
  number = await shop.ticketOf('xiaoming');
});
afterAll(() => shop.close());

const failed = () => shop.rows(sql`select error from inbound_envelope where state = 'failed'`);

describe('A customer who writes while the ticket is being worked on', () => {
  it('a customer’s message waits for the work on the ticket, and the work never waits for the message', async () => {
    const { lina } = shop.cast.staff;
    const database = shop.get(Database);
    let writing: Promise<unknown> = Promise.resolve();
    await database.transaction(async () => {
      await shop.get(Tickets).lock(lina, number);
      writing = database.apart(() => shop.says('xiaoming', '还在吗'));
      await pause(200);
      await shop.get(TicketReplies).reply(lina, number, '在的');
    });
    await writing;
    expect(await failed()).toEqual([]);
    expect(await shop.rows(sql`select text from message order by sent_at, id`)).toHaveLength(3);
  });

  it('every message is recorded when a customer and a colleague write at the same time', async () => {
    const { lina } = shop.cast.staff;
    for (let round = 1; round <= 10; round += 1) {
      await Promise.all([
        shop.says('xiaoming', `还在吗 ${round}`),
        shop.get(TicketReplies).reply(lina, number, `在的 ${round}`),
        shop.get(Pausing).waitForCustomer(lina, number),
        shop.get(Notes).add(lina, number, `第 ${round} 次`),
      ]);
      await shop.says('xiaoming', `好的 ${round}`);
    }
    expect(await failed()).toEqual([]);
    const said = await shop.rows(sql`select direction, count(*)::int from message group by 1 order by 1`);
    expect(said).toEqual([
      { direction: 'in', count: 22 },
      { direction: 'out', count: 11 },
    ]);
  });
});

describe('A customer who asks again while the ticket is being closed', () => {
  it('a question that arrives while the ticket is being closed becomes a ticket of its own', async () => {
    await shop.says('sunli', '我要投诉,商品破损');
    const first = await shop.ticketOf('sunli');
    const { lina } = shop.cast.staff;
    const database = shop.get(Database);
    let asking: Promise<unknown> = Promise.resolve();
    await database.transaction(async () => {
      const { id } = await shop.get(Tickets).lock(lina, first);
      await database.run(
        sql`update ticket set status = 'closed', resolved_at = opened_at, closed_at = opened_at where id = ${id}`,
      );
      asking = database.apart(() => shop.says('sunli', '我要投诉,又破了'));
      await pause(200);
    });
    await asking;
    expect(await shop.ticketOf('sunli')).not.toBe(first);
  });
});
