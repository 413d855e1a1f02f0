import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Replies } from '../../src/conversations/index.js';
import { Deliveries, type SendOutcome } from '../../src/delivery/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { CUSTOMERS } from '../support/cast.js';
import { Shop } from '../support/shop.js';

type CustomerKey = keyof typeof CUSTOMERS;

const EVERYBODY = Object.keys(CUSTOMERS) as CustomerKey[];
const BUSY: SendOutcome = { state: 'refused', then: 'busy', reason: 'wechat_busy -1' };

let shop: Shop;
/** One reply to each customer, of which nobody knows whether it arrived. */
let ids: string[];
beforeEach(async () => {
  shop = await Shop.open();
  ids = [];
  answered({ state: 'unknown', reason: 'no_answer' });
  for (const customer of EVERYBODY) {
    await shop.says(customer, '在吗');
    const { identityId } = shop.cast.customers[customer];
    const reply = { identityId, text: `答${customer}`, takesLast: true };
    ids.push((await shop.get(Replies).say(shop.cast.staff.lina, reply)).deliveryId);
  }
  await shop.sends();
  expect(await states()).toEqual({ unknown: EVERYBODY.length });
});
afterEach(() => shop.close());

/** Each customer's next send is answered so. */
function answered(outcome: SendOutcome, times = 1): void {
  shop.paper.answers.push(...Array<SendOutcome>(EVERYBODY.length * times).fill(outcome));
}

const decide = (named: string[], many: 'retry' | 'cancel' | 'arrived') =>
  shop.get(Deliveries).decideMany(shop.cast.staff.zhangmin, named, many);

async function states(): Promise<Record<string, number>> {
  const rows = await shop.rows<{ state: string; count: number }>(
    sql`select state, count(*)::int from delivery where id = any(${ids}::bigint[]) group by state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Lets the time pass in which a busy provider is asked again. */
async function asked(rounds: number, seconds: number): Promise<string[]> {
  const sent: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    sent.push(...(await shop.sends()));
    await shop.get(Clock).moveTo(new Date(shop.get(Clock).now().getTime() + seconds * 1000));
  }
  return sent;
}

describe('fault 42: the provider is busy while many deliveries are sent again at once', () => {
  it('those that it could not take at once are sent a little later, none is lost, and each costs one message', async () => {
    answered(BUSY, 2);
    expect(await decide(ids, 'retry')).toBe(ids.length);
    const sent = await asked(6, 600);
    expect(await states()).toEqual({ accepted: ids.length });
    for (const customer of EVERYBODY) expect(sent.filter((text) => text === `答${customer}`)).toHaveLength(3);
    const ledgers = await shop.rows<{ used: number }>(sql`select distinct used from contact_window`);
    expect(ledgers).toEqual([{ used: 2 }]);
  });

  it('while its daily quota is used up all wait for the time that it named, and may be cancelled until then', async () => {
    const notBefore = new Date(shop.get(Clock).now().getTime() + 3_600_000);
    answered({ state: 'refused', then: 'retry', reason: 'daily_quota 45009', notBefore });
    await decide(ids, 'retry');
    await asked(3, 600);
    const waiting = await shop.rows<{ reason: string; attempts: number }>(sql`
      select distinct reason, attempts from delivery where state = 'planned' and id = any(${ids}::bigint[])`);
    expect(waiting).toEqual([{ reason: 'daily_quota 45009', attempts: 0 }]);
    const cancelled = ids.slice(0, 4);
    expect(await decide(cancelled, 'cancel')).toBe(4);
    const sent = await asked(4, 1_200);
    expect(sent.sort()).toEqual(
      EVERYBODY.slice(4)
        .map((customer) => `答${customer}`)
        .sort(),
    );
    expect(await states()).toEqual({ accepted: ids.length - 4, cancelled: 4 });
  });

  it('where it stays busy, a person settles all with one act, and nothing is sent again', async () => {
    answered(BUSY, 5);
    await decide(ids, 'retry');
    await asked(6, 1_900);
    expect(await states()).toEqual({ unknown: ids.length });
    expect(await decide(ids, 'arrived')).toBe(ids.length);
    expect(await asked(2, 1_900)).toEqual([]);
    expect(await states()).toEqual({ accepted: ids.length });
  });
});
