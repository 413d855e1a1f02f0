import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Calls, Channels, Deliveries, type Route } from '../../src/delivery/index.js';
import { Episodes, Outbox } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { PaperChannel } from '../support/paper-channel.js';
import { Shop } from '../support/shop.js';

/** This channel offers exactly the routes that a test wants. */
class ManyRoutes extends PaperChannel {
  open: Route[] = ['customer_message', 'template', 'subscription_message'];

  override async *routes(): AsyncGenerator<Route> {
    yield* this.open;
  }
}

let shop: Shop;
let paper: ManyRoutes;
beforeEach(async () => {
  shop = await Shop.open();
  await shop.says('xiaoming', '在吗');
  await passes(48 * 3600 + 1);
  paper = new ManyRoutes();
  shop.get(Channels).register(paper);
});
afterEach(() => shop.close());

const passes = (seconds: number) =>
  shop.get(Clock).moveTo(new Date(shop.get(Clock).now().getTime() + seconds * 1000));
const delivery = async () => (await shop.rows(sql`select state, route, reason, attempts from delivery`))[0];
const routes = () => paper.sent.map(({ route }) => route);

async function tells(call?: 'if_needed'): Promise<string> {
  const { identityId } = shop.cast.customers.xiaoming;
  const { deliveryId } = await shop.get(Database).transaction(async () => {
    const episode = await shop.get(Episodes).forNotice(identityId);
    const plan = {
      reasonKey: crypto.randomUUID(),
      identityId,
      episode,
      purpose: 'resolved',
      content: { text: '已解决' },
    };
    return shop.get(Outbox).plan({ ...plan, author: { kind: 'system' }, takesLast: true, call });
  });
  await shop.sends();
  return deliveryId;
}

async function receipt(deliveryId: string, delivered: boolean): Promise<void> {
  const fact = { type: 'delivery_receipt', providerId: deliveryId, delivered } as const;
  await shop.says('xiaoming', delivered ? fact : { ...fact, reason: 'failed_at_wechat' });
  await shop.sends();
}

describe('A status notice when no window is open', () => {
  it('a status notice whose template fails by its receipt goes out as a subscription message', async () => {
    const id = await tells();
    expect(await delivery()).toMatchObject({ state: 'accepted', route: 'template' });
    await receipt(id, false);
    expect(routes()).toEqual(['template', 'subscription_message']);
    await receipt(id, true);
    expect(await delivery()).toMatchObject({
      state: 'delivered',
      route: 'subscription_message',
      reason: null,
    });
  });

  it('a status notice that need not be heard ends as refused when its last route fails', async () => {
    const id = await tells();
    await receipt(id, false);
    await receipt(id, false);
    expect(await delivery()).toMatchObject({ state: 'refused', reason: 'failed_at_wechat' });
  });

  it('a notice that the customer must hear becomes a task to call when no route is left', async () => {
    paper.answers.push({ state: 'refused', then: 'fallback', reason: 'template_gone' });
    paper.answers.push({ state: 'refused', then: 'fallback', reason: 'no_consent' });
    await tells('if_needed');
    expect(routes()).toEqual(['template', 'subscription_message']);
    expect(await delivery()).toMatchObject({ state: 'planned', route: 'call', reason: 'no_consent' });
  });

  it('a notice waits for the customer to write if the shop wants no calls', async () => {
    await shop.rows(sql`update contact_setting set calls = false`);
    paper.open = ['customer_message'];
    await tells('if_needed');
    expect(await delivery()).toMatchObject({ state: 'planned', route: null, reason: 'no_allowance' });
  });
});

describe('An account that may send no messages', () => {
  it('a notice waits for the customer to write if its account may send no messages', async () => {
    await shop.says('xiaoming', '有进展吗');
    paper.open = [];
    await tells();
    expect(await delivery()).toMatchObject({ state: 'planned', route: null, reason: 'no_allowance' });
    expect(await shop.says('xiaoming', '在吗')).toBe('已解决');
  });
});

describe('A task to call a customer', () => {
  beforeEach(() => (paper.open = ['customer_message']));

  it('a task to call is done when the customer was reached, and records who called and what was said', async () => {
    const id = await tells('if_needed');
    await shop.get(Calls).record(shop.cast.staff.lina, id, { reached: true, note: ' 已告知 ' });
    expect(await delivery()).toMatchObject({ state: 'delivered', route: 'call', attempts: 1 });
    expect(await shop.rows(sql`select reached, note, member_id from call_attempt`)).toEqual([
      { reached: true, note: '已告知', memberId: shop.cast.staff.lina.id },
    ]);
  });

  it('a task to call is given up when nobody answers, and can be tried again', async () => {
    const id = await tells('if_needed');
    await shop.get(Calls).record(shop.cast.staff.lina, id, { reached: false, note: '' });
    expect(await delivery()).toMatchObject({ state: 'gave_up', reason: 'not_reached' });
    await shop.get(Deliveries).retry(shop.cast.staff.lina, id);
    await shop.sends();
    expect(await delivery()).toMatchObject({ state: 'planned', route: 'call' });
  });

  it('a task to call is over when the customer writes first, and its text goes into the chat', async () => {
    const id = await tells('if_needed');
    expect(await shop.says('xiaoming', '有进展吗')).toBe('已解决');
    expect(await delivery()).toMatchObject({ state: 'accepted', route: 'passive' });
    const late = shop.get(Calls).record(shop.cast.staff.lina, id, { reached: true, note: '' });
    await expect(late).rejects.toMatchObject({ code: 'delivery_not_open' });
  });

  it('a task to call is settled by only one of two people who record it at once', async () => {
    const id = await tells('if_needed');
    const both = ['lina', 'zhaolei'] as const;
    const calls = both.map((who) =>
      shop.get(Calls).record(shop.cast.staff[who], id, { reached: who === 'lina', note: who }),
    );
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await shop.rows(sql`select from call_attempt`)).toHaveLength(1);
  });

  it('a task to call replaces a message to a customer who cannot be reached', async () => {
    await shop.says('xiaoming', { type: 'unfollowed' });
    await tells('if_needed');
    expect(await delivery()).toMatchObject({ state: 'planned', route: 'call', reason: 'unreachable' });
  });
});

describe('A template whose send got no answer', () => {
  const silence = { state: 'unknown', reason: 'no_answer' } as const;

  it('a template without an answer is repeated while WeChat would drop the second copy', async () => {
    paper.answers.push(silence, silence);
    await tells();
    expect(await delivery()).toMatchObject({ state: 'planned', reason: 'no_answer' });
    await passes(6);
    await shop.sends();
    await passes(16);
    await shop.sends();
    expect(routes()).toEqual(['template', 'template', 'template']);
    expect(await delivery()).toMatchObject({ state: 'accepted', attempts: 3 });
  });

  it('a template that went too long without an answer is unknown, and only a person sends it again', async () => {
    paper.answers.push(silence);
    const id = await tells();
    await passes(9 * 60 + 1);
    await shop.sends();
    expect(await delivery()).toMatchObject({ state: 'unknown', reason: 'too_late_to_repeat' });
    expect(routes()).toEqual(['template']);
    await shop.get(Deliveries).retry(shop.cast.staff.lina, id);
    await shop.sends();
    expect(routes()).toEqual(['template', 'template']);
  });
});

describe('A person’s word about an unknown delivery', () => {
  it.each([
    [true, { state: 'accepted', reason: 'seen_to_arrive' }],
    [false, { state: 'refused', reason: 'seen_not_to_arrive' }],
  ])('a person’s word about an unknown delivery is believed: arrived %s', async (arrived, expected) => {
    await shop.says('xiaoming', '喂');
    paper.answers.push({ state: 'unknown', reason: 'no_answer' });
    const id = await tells();
    await shop.get(Deliveries).believe(shop.cast.staff.lina, id, arrived);
    expect(await delivery()).toMatchObject(expected);
    const again = shop.get(Deliveries).believe(shop.cast.staff.lina, id, arrived);
    await expect(again).rejects.toMatchObject({ code: 'delivery_not_open' });
  });
});
