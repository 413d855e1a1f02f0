import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Replies } from '../../src/conversations/index.js';
import { DeliveryMoves } from '../../src/delivery/delivery-moves.service.js';
import { together } from '../../src/delivery/moving.js';
import { allowed, type DeliveryState, type MoveName, MOVES, STATES } from '../../src/delivery/state.js';
import { root } from '../../src/platform/config/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';

const NAMES = Object.keys(MOVES) as MoveName[];
const every = NAMES.flatMap((name) => STATES.map((state) => [name, state] as const));

describe('The states of a delivery', () => {
  let shop: Shop;
  let lead: string;
  let joined: string;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.says('xiaoming', '在吗');
    lead = await planned('一');
    joined = await planned('二');
    await shop.rows(sql`update delivery set joined_to = ${lead} where id = ${joined}`);
  });
  afterAll(() => shop.close());
  beforeEach(() => shop.rows(sql`update delivery set reason = null`));

  async function planned(text: string): Promise<string> {
    const { identityId } = shop.cast.customers.xiaoming;
    const { deliveryId } = await shop.get(Replies).say(shop.cast.staff.lina, { identityId, text });
    return deliveryId;
  }

  async function tries(name: MoveName, states: [DeliveryState, DeliveryState]) {
    for (const [id, state] of [[lead, states[0]] as const, [joined, states[1]] as const])
      await shop.rows(sql`update delivery set state = ${state} where id = ${id}`);
    const moved = await shop
      .get(DeliveryMoves)
      .move(name, { which: together(lead), set: sql`reason = 'tried'` });
    const rows = await shop.rows<{ state: string; reason: string | null }>(
      sql`select state, reason from delivery where id = any(${[lead, joined]}::bigint[]) order by id`,
    );
    return { moved: moved.map(({ deliveryId }) => deliveryId).sort(), rows };
  }

  it.each(every)(
    'the move "%s" of a delivery that is %s obeys the table, for the deliveries joined to it as well',
    async (name, state) => {
      const { moved, rows } = await tries(name, [state, state]);
      if (allowed(name, state)) {
        expect(moved).toEqual([lead, joined].sort());
        expect(rows).toEqual(Array(2).fill({ state: MOVES[name].to, reason: 'tried' }));
      } else {
        expect(moved).toEqual([]);
        expect(rows).toEqual(Array(2).fill({ state, reason: null }));
      }
    },
  );

  it('a joined delivery that has moved on alone stays where it is when the leading delivery moves', async () => {
    const { moved, rows } = await tries('deliver', ['accepted', 'cancelled']);
    expect(moved).toEqual([lead]);
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'cancelled']);
  });

  it('a delivery that was delivered or cancelled never moves again', () => {
    const leads = STATES.filter((state) => NAMES.some((name) => allowed(name, state)));
    expect(leads).toEqual(STATES.filter((state) => state !== 'delivered' && state !== 'cancelled'));
  });
});

it('only one file of the source changes a delivery, besides those that take old or erased words away', () => {
  const src = join(root, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const lasting = files.filter((file) => !file.startsWith('retention'));
  const writing = lasting.filter((file) => /update delivery\b/i.test(readFileSync(join(src, file), 'utf8')));
  expect(writing).toEqual([join('delivery', 'moving.ts')]);
});
