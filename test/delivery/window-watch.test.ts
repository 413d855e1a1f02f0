import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversationReplies } from '../../src/conversations/index.js';
import { WindowWatch } from '../../src/delivery/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
let wrote: Date;
beforeEach(async () => {
  shop = await Shop.open();
  wrote = shop.get(Clock).now();
  await shop.says('xiaoming', '在吗');
});
afterEach(() => shop.close());

const HOUR_MS = 3_600_000;
/** Moves the clock to so many hours before the window closes. */
const hoursLeft = async (hours: number) => {
  await shop.get(Clock).moveTo(new Date(wrote.getTime() + (48 - hours) * HOUR_MS));
  await shop.get(WindowWatch).look();
};
const told = () =>
  shop.rows<{ name: string; left: string | null }>(sql`
    select name, data->>'secondsLeft' as left from event where name like 'conversation.window%' order by id`);

describe('A window in which the customer was not answered', () => {
  it('an unanswered window is reported three times before it closes, and as lost when it has closed', async () => {
    await hoursLeft(12.1);
    expect(await told()).toEqual([]);
    for (const hours of [11.9, 11, 1.9, 1.5, 0.4, 0.1, -0.1, -5]) await hoursLeft(hours);
    expect(await told()).toEqual([
      { name: 'conversation.window_closing', left: '43200' },
      { name: 'conversation.window_closing', left: '7200' },
      { name: 'conversation.window_closing', left: '1800' },
      { name: 'conversation.window_lost', left: null },
    ]);
  });

  it('an unanswered window is reported once even if several processes look at the same moment', async () => {
    await shop.get(Clock).moveTo(new Date(wrote.getTime() + 37 * HOUR_MS));
    await Promise.all([1, 2, 3].map(() => shop.get(WindowWatch).look()));
    expect(await told()).toHaveLength(1);
  });

  it('after a long pause only the latest warning about an unanswered window is given', async () => {
    await hoursLeft(0.2);
    expect(await told()).toEqual([{ name: 'conversation.window_closing', left: '1800' }]);
    await hoursLeft(-30);
    expect(await told()).toHaveLength(2);
  });

  it('the warnings about an unanswered window start again when the customer writes again', async () => {
    await hoursLeft(11);
    wrote = shop.get(Clock).now();
    await shop.says('xiaoming', '还在吗');
    await hoursLeft(11);
    expect(await told()).toHaveLength(2);
  });
});

it('no warning is given about a customer who has been answered', async () => {
  const [open] = await shop.rows<{ id: string }>(sql`select id from conversation`);
  await shop.get(ConversationReplies).reply(shop.cast.staff.lina, open!.id, '在的');
  for (const hours of [11, 1, 0.2, -1]) await hoursLeft(hours);
  expect(await told()).toEqual([]);
});
