import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receiving } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { CUSTOMERS } from '../support/cast.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const push = (openid: string, text: string) => shop.paper.push(openid, text, shop.get(Clock).now());
const receive = (inbound: ReturnType<typeof push>) =>
  shop.get(Receiving).receive(shop.cast.account, inbound, (text) => text ?? 'success');
const NUMBERS = Array.from({ length: 24 }, (_, index) => `第 ${index} 句`);

async function handled(openid: string): Promise<string[]> {
  const rows = await shop.rows<{ text: string }>(sql`
    select m.text from event e
      join message m on m.id = (e.data ->> 'messageId')::bigint
      join conversation c on c.id = m.conversation_id join identity i on i.id = c.identity_id
     where e.name = 'conversation.message_received' and i.external_id = ${openid} order by e.id`);
  return rows.map(({ text }) => text);
}

describe('Messages of one conversation never overtake each other', () => {
  it('messages that arrive while earlier ones are being handled are handled after them', async () => {
    const people = [CUSTOMERS.xiaoming.openid, CUSTOMERS.wangmei.openid, 'oHy1k5inorder000000000000000'];
    const pushes = NUMBERS.flatMap((text) => people.map((openid) => push(openid, text)));
    await Promise.all(pushes.map(receive));
    for (const openid of people) expect(await handled(openid)).toEqual(NUMBERS);
  });

  it('a message whose handling is slow is not overtaken by the next', async () => {
    const { openid } = CUSTOMERS.sunli;
    await shop.rows(sql`
      create function slow() returns trigger language plpgsql as
      $$ begin if new.key like 'slow%' then perform pg_sleep(0.4); end if; return new; end $$`);
    await shop.rows(
      sql`create trigger slow before insert on inbound_key for each row execute function slow()`,
    );
    const first = shop.paper.push(openid, '第一句', shop.get(Clock).now(), 'slow-1');
    await Promise.all([receive(first), receive(push(openid, '第二句'))]);
    expect(await handled(openid)).toEqual(['第一句', '第二句']);
  });
});
