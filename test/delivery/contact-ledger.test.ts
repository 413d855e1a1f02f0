import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ContactLedger, Deliveries } from '../../src/delivery/index.js';
import { type Manner, Outbox, Episodes, Replies } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Wakeups } from '../../src/platform/jobs/index.js';
import { Shop } from '../support/shop.js';
import { ledgerOf } from '../support/ledger.js';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open();
  await shop.says('xiaoming', '在吗');
});
afterEach(() => shop.close());

const identityId = () => shop.cast.customers.xiaoming.identityId;
const ledger = () => ledgerOf(shop, identityId());
const say = (text: string, manner: Manner = {}) =>
  shop.get(Replies).say(shop.cast.staff.lina, { ...manner, identityId: identityId(), text });
const states = async () => {
  const rows = await shop.rows<{ state: string }>(sql`select state from delivery order by id`);
  return rows.map(({ state }) => state);
};
const reasons = async () => {
  const rows = await shop.rows<{ reason: string }>(
    sql`select reason from delivery where state = 'planned' order by id`,
  );
  return rows.map(({ reason }) => reason);
};
const passes = (seconds: number) =>
  shop.get(Clock).moveTo(new Date(shop.get(Clock).now().getTime() + seconds * 1000));
/** Plans a message as the system does: a greeting, or a notice about a ticket. */
const tells = (purpose: string, takesLast: boolean) =>
  shop.get(Database).transaction(async () => {
    const episode = await shop.get(Episodes).forNotice(identityId());
    const plan = {
      reasonKey: crypto.randomUUID(),
      identityId: identityId(),
      episode,
      purpose,
      content: { text: purpose },
    };
    return shop.get(Outbox).plan({ ...plan, author: { kind: 'system' }, takesLast });
  });

describe('The last send of a window', () => {
  it('the last send is refused to replies and greetings and is used by a status notice', async () => {
    for (const text of ['一', '二', '三', '四', '五', '六']) await say(text);
    await tells('welcome', false);
    expect(await shop.sends()).toEqual(['一', '二', '三', '四']);
    expect(await ledger()).toMatchObject({ remaining: 1, keptBack: 1 });
    await tells('resolved', true);
    expect(await shop.sends()).toEqual(['resolved']);
    expect(await states()).toEqual([
      ...Array<string>(4).fill('accepted'),
      'planned',
      'planned',
      'planned',
      'accepted',
    ]);
    expect(await ledger()).toMatchObject({ remaining: 0, keptBack: 0 });
  });

  it('a reply may use the last send if its author says so, and a sixth reply still waits', async () => {
    for (const text of ['一', '二', '三', '四', '五', '六']) await say(text, { takesLast: true });
    expect(await shop.sends()).toEqual(['一', '二', '三', '四', '五']);
    expect((await states()).at(-1)).toBe('planned');
  });

  it('a waiting reply may use the last send once somebody allows it', async () => {
    for (const text of ['一', '二', '三', '四']) await say(text);
    const { deliveryId } = await say('五');
    const { deliveryId: sixth } = await say('六');
    expect(await shop.sends()).toHaveLength(4);
    expect(await reasons()).toEqual(['kept_back', 'kept_back']);
    await shop.get(Deliveries).takeLast(shop.cast.staff.lina, deliveryId);
    await shop.get(Deliveries).retry(shop.cast.staff.lina, sixth);
    expect(await shop.sends()).toEqual(['五']);
    expect(await reasons()).toEqual(['no_allowance']);
  });

  it('no send is kept back if the shop has turned that off', async () => {
    await shop.rows(sql`update contact_setting set holds_back = false`);
    for (const text of ['一', '二', '三', '四', '五', '六']) await say(text);
    expect(await shop.sends()).toHaveLength(5);
    expect(await ledger()).toMatchObject({ remaining: 0, keptBack: 0 });
  });
});

describe('The windows of a customer', () => {
  it('every open window shows what opened it and how much of it is used, and disappears when it closes', async () => {
    await shop.says('xiaoming', { type: 'menu_clicked', item: 'progress' });
    await say('一');
    await shop.sends();
    expect((await ledger()).windows).toMatchObject([
      { source: 'message', used: 1, allowance: 5 },
      { source: 'menu', used: 1, allowance: 3 },
    ]);
    await passes(61);
    expect((await ledger()).windows).toMatchObject([{ source: 'message' }]);
  });

  it('a window follows the rule that is in force when the customer acts', async () => {
    const now = shop.get(Clock).now();
    await shop.rows(sql`
      insert into window_rule (source, in_force_since, allowance, seconds)
      values ('message', ${new Date(now.getTime() + 60_000)}, 2, 3600)`);
    expect(await ledger()).toMatchObject({ remaining: 5 });
    await passes(61);
    await shop.says('xiaoming', '还在吗');
    const { remaining, closesAt } = await ledger();
    expect(remaining).toBe(2);
    expect(closesAt!.getTime() - shop.get(Clock).now().getTime()).toBeLessThanOrEqual(3600_000);
  });

  it('a window that opens wakes the sender for the messages that were waiting', async () => {
    for (const text of ['一', '二', '三', '四', '五', '六']) await say(text);
    expect(await shop.sends()).toHaveLength(4);
    let woken = 0;
    shop.get(Wakeups).on('deliveries_due', () => (woken += 1));
    // The wakeups for the replies are still on their way.
    await pause(500);
    const before = woken;
    await shop.says('xiaoming', '好的');
    await vi.waitFor(() => expect(woken).toBeGreaterThan(before), 5_000);
    // The fifth message was carried by the answer to the callback.
    expect(await shop.sends()).toEqual(['六']);
  });

  it('a window counts as closed a few seconds early, because sending takes time', async () => {
    await passes(48 * 3600 - 4);
    await say('还在吗');
    expect(await shop.sends()).toEqual([]);
  });

  it('windows close when the provider says so, except one that was opened after the send', async () => {
    const ago = new Date(shop.get(Clock).now().getTime() - 60_000);
    await shop.get(ContactLedger).close(identityId(), ago);
    await shop.get(ContactLedger).exhaust(identityId(), ago);
    expect(await ledger()).toMatchObject({ remaining: 5 });
    shop.paper.answers.push({ state: 'refused', then: 'fallback', reason: 'outside_window' });
    await say('一');
    await shop.sends();
    expect(await ledger()).toMatchObject({ remaining: 0, closesAt: null, windows: [] });
  });

  it('a new window counts a message that was under way when the customer wrote', async () => {
    await say('一');
    await shop.rows(sql`
      update delivery set state = 'sending', route = 'customer_message', lease_until = clock_timestamp() + interval '1 minute'`);
    await shop.says('xiaoming', '喂');
    expect(await ledger()).toMatchObject({ remaining: 4 });
  });

  it('a new window counts a message that is claimed at the moment when the customer writes', async () => {
    await say('一');
    const database = shop.get(Database);
    let writing: Promise<unknown> | undefined;
    await database.transaction(async () => {
      await database.run(sql`select from contact_ledger where identity_id = ${identityId()} for update`);
      writing = database.apart(() => shop.says('xiaoming', '喂'));
      await pause(200);
      await database.run(sql`
        update delivery set state = 'sending', route = 'customer_message', lease_until = clock_timestamp() + interval '1 minute'`);
    });
    await writing;
    expect(await ledger()).toMatchObject({ remaining: 4 });
  });

  it('a window that is reported late counts the messages sent since the customer wrote', async () => {
    const wrote = shop.get(Clock).now();
    await say('一');
    await shop.sends();
    await passes(3);
    await shop.get(ContactLedger).open(identityId(), 'message', wrote);
    expect(await ledger()).toMatchObject({ remaining: 4 });
  });

  it('the ledger says why a customer cannot be reached', async () => {
    await shop.says('xiaoming', { type: 'unfollowed' });
    expect(await ledger()).toMatchObject({ reachable: false, unreachableReason: 'unfollowed' });
  });
});

/** The provider knows of no open window any more. */
const ledgerCloses = () =>
  shop.get(ContactLedger).close(identityId(), new Date(shop.get(Clock).now().getTime() + 1000));

describe('Short messages that one author writes within a second', () => {
  const joined = () =>
    shop.rows(sql`select state, joined_to is not null joined, attempts from delivery order by id`);

  it('short messages are sent as one and count as one while none of them has been sent', async () => {
    for (const text of ['您好', '已为您查询', '稍等']) await say(text, { joins: true });
    expect(await shop.sends()).toEqual(['您好\n已为您查询\n稍等']);
    expect(await ledger()).toMatchObject({ remaining: 4 });
    expect(await joined()).toEqual([
      { state: 'accepted', joined: false, attempts: 1 },
      { state: 'accepted', joined: true, attempts: 1 },
      { state: 'accepted', joined: true, attempts: 1 },
    ]);
  });

  it('joined messages are sent again together and decided on together', async () => {
    shop.paper.answers.push({ state: 'refused', then: 'retry', reason: 'wechat_busy' });
    shop.paper.answers.push({ state: 'unknown', reason: 'no_answer' });
    const { deliveryId } = await say('您好', { joins: true });
    await say('稍等', { joins: true });
    await shop.sends();
    await passes(6);
    expect(await shop.sends()).toEqual(['您好\n稍等']);
    expect(await states()).toEqual(['unknown', 'unknown']);
    await shop.get(Deliveries).believe(shop.cast.staff.lina, deliveryId, true);
    expect(await states()).toEqual(['accepted', 'accepted']);
  });

  it('messages that were refused together go one by one where the next route carries one at a time', async () => {
    shop.paper.templates.push('reply');
    shop.paper.answers.push({ state: 'refused', then: 'fallback', reason: 'outside_window' });
    for (const text of ['您好', '稍等']) await say(text, { joins: true });
    expect(await shop.sends()).toEqual(['您好\n稍等', '您好', '稍等']);
    expect(shop.paper.sent.map(({ route }) => route)).toEqual(['customer_message', 'template', 'template']);
    expect(await joined()).toEqual([
      { state: 'accepted', joined: false, attempts: 2 },
      { state: 'accepted', joined: false, attempts: 2 },
    ]);
  });

  it('a receipt for joined messages counts for all of them, and for one that went alone it counts for that one', async () => {
    shop.paper.templates.push('reply');
    const receipt = { type: 'delivery_receipt', providerId: 'joined', delivered: false } as const;
    shop.paper.answers.push({ state: 'accepted', providerId: 'joined' });
    for (const text of ['您好', '稍等']) await say(text, { joins: true });
    expect(await shop.sends()).toEqual(['您好\n稍等']);
    shop.paper.answers.push({ state: 'accepted', providerId: 'first' });
    shop.paper.answers.push({ state: 'accepted', providerId: 'second' });
    await shop.says('xiaoming', { ...receipt, reason: 'refused' });
    expect(await states()).toEqual(['planned', 'planned']);
    await ledgerCloses();
    expect(await shop.sends()).toEqual(['您好', '稍等']);
    await shop.says('xiaoming', { ...receipt, providerId: 'first', delivered: true });
    expect(await states()).toEqual(['delivered', 'accepted']);
    await shop.says('xiaoming', { ...receipt, providerId: 'second', delivered: true });
    expect(await states()).toEqual(['delivered', 'delivered']);
  });

  it('a delivered receipt for joined messages delivers all of them', async () => {
    shop.paper.answers.push({ state: 'accepted', providerId: 'joined' });
    for (const text of ['您好', '稍等']) await say(text, { joins: true });
    await shop.sends();
    await shop.says('xiaoming', { type: 'delivery_receipt', providerId: 'joined', delivered: true });
    expect(await states()).toEqual(['delivered', 'delivered']);
  });

  it('a message that is to be said by telephone is not joined to others', async () => {
    await say('我们会给您打电话', { joins: true });
    await say('请当面核对身份', { call: true });
    expect(await shop.sends()).toEqual(['我们会给您打电话']);
    expect(await shop.rows(sql`select state, route from delivery order by id`)).toEqual([
      { state: 'accepted', route: 'customer_message' },
      { state: 'planned', route: 'call' },
    ]);
  });

  it('messages stay separate if they are a second apart, by different people, or too long together', async () => {
    await say('一', { joins: true });
    await passes(1.1);
    await say('二', { joins: true });
    await shop
      .get(Replies)
      .say(shop.cast.staff.zhaolei, { joins: true, identityId: identityId(), text: '三' });
    await say('四'.repeat(600), { joins: true });
    await say('五'.repeat(600), { joins: true, takesLast: true });
    expect((await shop.sends()).map((text) => text[0])).toEqual(['一', '二', '三', '四', '五']);
  });
});
