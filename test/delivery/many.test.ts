import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Deliveries, type Many } from '../../src/delivery/index.js';
import { Replies } from '../../src/conversations/index.js';
import { type DeliveryState, STATES } from '../../src/delivery/state.js';
import { sql } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
const ids: string[] = [];
beforeAll(async () => {
  shop = await Shop.open();
  await shop.says('xiaoming', '在吗');
  const { identityId } = shop.cast.customers.xiaoming;
  for (const state of [...STATES, 'joined']) {
    const planned = await shop.get(Replies).say(shop.cast.staff.lina, { identityId, text: state });
    ids.push(planned.deliveryId);
  }
});
afterAll(() => shop.close());

const allowed: Record<Many, DeliveryState[]> = {
  arrived: ['unknown'],
  not_arrived: ['unknown'],
  retry: ['planned', 'unknown', 'refused', 'gave_up'],
  cancel: ['planned', 'unknown'],
};
const becomes: Record<Many, DeliveryState> = {
  arrived: 'accepted',
  not_arrived: 'refused',
  retry: 'planned',
  cancel: 'cancelled',
};

describe('fault 42: a decision about many deliveries at once', () => {
  it.each(Object.keys(allowed) as Many[])(
    'the decision "%s" about many moves those whose state allows it, with what was joined to them, and tells of each',
    async (many) => {
      for (const [at, state] of STATES.entries())
        await shop.rows(sql`update delivery set state = ${state}, joined_to = null where id = ${ids[at]}`);
      const lead = ids[STATES.indexOf('unknown')]!;
      await shop.rows(
        sql`update delivery set state = 'unknown', joined_to = ${lead} where id = ${ids.at(-1)}`,
      );
      const [{ before } = { before: 0 }] = await shop.rows<{ before: number }>(
        sql`select count(*)::int before from event where name like 'delivery.%'`,
      );
      const named = ids.slice(0, STATES.length);
      const decided = await shop.get(Deliveries).decideMany(shop.cast.staff.lina, named, many);
      expect(decided).toBe(allowed[many].length);
      const states = await shop.rows<{ id: string; state: string }>(sql`select id, state from delivery`);
      const stateOf = new Map(states.map(({ id, state }) => [id, state]));
      for (const [at, state] of STATES.entries())
        expect(stateOf.get(ids[at]!)).toBe(allowed[many].includes(state) ? becomes[many] : state);
      expect(stateOf.get(ids.at(-1)!)).toBe(becomes[many]);
      const [{ after } = { after: 0 }] = await shop.rows<{ after: number }>(
        sql`select count(*)::int after from event where name like 'delivery.%'`,
      );
      expect(after - before).toBe(decided + 1);
    },
  );
});
