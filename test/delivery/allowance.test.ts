import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mayWrite } from '../../src/delivery/allowance.js';
import { Replies } from '../../src/conversations/index.js';
import { Profiles } from '../../src/customers/index.js';
import { Channels } from '../../src/delivery/index.js';
import { DueDeliveries } from '../../src/delivery/due-deliveries.service.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { CustomerCards } from '../../src/web/console/inbox/customer-card.queries.js';
import { ConversationQueries } from '../../src/web/queries/index.js';
import { Shop } from '../support/shop.js';
import { letTimeRun, setTimeByHand } from '../support/time.js';

const SOURCES = ['message', 'menu', 'follow', 'scan'];
const windows = fc.uniqueArray(
  fc.record({
    source: fc.constantFrom(...SOURCES),
    allowance: fc.integer({ min: 1, max: 5 }),
    used: fc.integer({ min: 0, max: 5 }),
    // Half of the windows close around the five seconds that a send may take.
    seconds: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 60, max: 172_800 })),
  }),
  { selector: ({ source }) => source, maxLength: SOURCES.length },
);

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
  await shop.says('xiaoming', '在吗');
  const { identityId } = shop.cast.customers.xiaoming;
  await shop.get(Replies).say(shop.cast.staff.lina, { identityId, text: '您好' });
  // The clock stands, so that no window closes between two questions.
  setTimeByHand(Date.now() + 1000);
});
afterAll(async () => {
  letTimeRun();
  await shop.close();
});

interface Window {
  source: string;
  allowance: number;
  used: number;
  seconds: number;
}

async function opened(open: Window[], holdsBack: boolean): Promise<void> {
  const { identityId } = shop.cast.customers.xiaoming;
  const now = shop.get(Clock).now();
  await shop.rows(sql`update contact_setting set holds_back = ${holdsBack}`);
  await shop.rows(sql`delete from contact_window`);
  for (const { source, allowance, used, seconds } of open)
    await shop.rows(sql`
      insert into contact_window (identity_id, source, opened_at, closes_at, allowance, used)
      values (${identityId}, ${source}, ${now}, ${now}::timestamptz + make_interval(secs => ${seconds}), ${allowance},
              ${Math.min(allowance, used)})`);
}

/** Reads how many messages the sender, the composer and the API think are left, and how many of them are kept back. */
async function told() {
  const { identityId, customerId } = shop.cast.customers.xiaoming;
  const { lina } = shop.cast.staff;
  const [database, clock] = [shop.get(Database), shop.get(Clock)];
  const [due] = await database.transaction(() => shop.get(DueDeliveries).oldestOf([identityId]));
  const card = await new CustomerCards(database, clock, shop.get(Profiles), shop.get(Channels)).of(
    lina,
    customerId,
    identityId,
  );
  const { data } = await new ConversationQueries(database, clock).list(lina, {});
  const { remaining, keptBack, closesAt } = data[0]!.ledger;
  return {
    sender: [due!.remaining, due!.keptBack],
    composer: [card.allowance?.left ?? 0, card.contact.keptBack ? 1 : 0],
    api: [remaining, keptBack],
    closed: [card.allowance === null, closesAt === null],
    maySend: [mayWrite(due!, false), mayWrite(due!, true)],
  };
}

it('the sender, the composer and the API agree on how many messages are left in any open windows', async () => {
  await fc.assert(
    fc.asyncProperty(windows, fc.boolean(), async (open, holdsBack) => {
      await opened(open, holdsBack);
      const { sender, composer, api, closed, maySend } = await told();
      const left = Math.max(
        0,
        ...open.filter(isOpen).map(({ allowance, used }) => Math.max(0, allowance - used)),
      );
      const kept = holdsBack ? Math.min(1, left) : 0;
      expect({ sender, composer, api }).toEqual({
        sender: [left, kept],
        composer: [left, kept],
        api: [left, kept],
      });
      expect(closed).toEqual(Array(2).fill(!open.some(isOpen)));
      expect(maySend).toEqual([left > kept, left > 0]);
    }),
    { numRuns: 60 },
  );
});

/** A window counts as closed five seconds early, because sending takes time. */
function isOpen({ seconds }: Window): boolean {
  return seconds > 5;
}
