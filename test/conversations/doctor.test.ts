import { afterAll, beforeAll, expect, it } from 'vitest';
import { examine } from '../../src/cli/doctor.queries.js';
import { problemsOf } from '../../src/cli/doctor.js';
import { Episodes, Outbox } from '../../src/conversations/index.js';
import { TicketReplies } from '../../src/tickets/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

it('the doctor lists messages of which nobody has known for a day whether they arrived', async () => {
  await shop.says('xiaoming', '我要投诉,商品破损');
  const number = await shop.ticketOf('xiaoming');
  shop.paper.answers.push({ state: 'unknown', reason: 'timeout' });
  const { deliveryId } = await shop.get(TicketReplies).reply(shop.cast.staff.lina, number, '您好');
  await shop.sends();
  const now = shop.get(Clock).now().getTime();
  const after = (hours: number) => new Date(now + hours * 3_600_000);
  const found = await examine(shop.get(Database), after(25));
  expect(found).toMatchObject({ unknownDeliveries: 1, oldestUnknown: [{ id: deliveryId, ticket: number }] });
  const problems = problemsOf(found, after(25)).join('\n');
  expect(problems).toMatch(new RegExp(`delivery ${deliveryId} \\(reply, ${number}\\), unknown since 20`));
  expect(await examine(shop.get(Database), after(23))).toMatchObject({
    unknownDeliveries: 0,
    oldestUnknown: [],
  });
});

it('the doctor leaves out messages of account tests, because nobody can say what became of them', async () => {
  const database = shop.get(Database);
  const { identityId } = shop.cast.customers.wangmei;
  const known = async () =>
    (await examine(database, new Date(Date.now() + 25 * 3_600_000))).unknownDeliveries;
  const before = await known();
  await database.transaction(async () => {
    const episode = await shop.get(Episodes).forTest(identityId);
    const said = { reasonKey: 'self_test:1', purpose: 'self_test', content: { text: '自检文字' } };
    await shop.get(Outbox).plan({ ...said, identityId, episode, author: { kind: 'system' } });
  });
  await database.run(sql`
    update delivery set state = 'unknown', settled_at = now(), due_at = null where purpose = 'self_test'`);
  expect(await known()).toBe(before);
});
