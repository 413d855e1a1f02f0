import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ChannelAccount,
  Channels,
  type Outbound,
  type Route,
  Sending,
} from '../../src/delivery/index.js';
import { Receiving, Replies } from '../../src/conversations/index.js';
import { Leases } from '../../src/delivery/leases.service.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { TicketsModule } from '../../src/tickets/index.js';
import { until } from '../platform/program.js';
import { CUSTOMERS } from '../support/cast.js';
import { WAITING_FOR_A_LOCK, whileHeld } from '../support/database.js';
import { PaperChannel } from '../support/paper-channel.js';
import { openServer } from '../support/server.js';
import { Shop } from '../support/shop.js';
import { ledgerOf } from '../support/ledger.js';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open();
  await shop.says('xiaoming', '你们周末上班吗');
});
afterEach(() => shop.close());

type CustomerKey = keyof typeof CUSTOMERS;

/** Replies may use the reserved last send here, because the ledger has tests of its own. */
const say = (text: string, customer: CustomerKey = 'xiaoming') => {
  const { identityId } = shop.cast.customers[customer];
  return shop.get(Replies).say(shop.cast.staff.lina, { identityId, text, takesLast: true });
};
const deliveries = () => shop.rows(sql`select state, route, reason, attempts from delivery order by id`);
const ledger = () => ledgerOf(shop, shop.cast.customers.xiaoming.identityId);
const passes = (seconds: number) =>
  shop.get(Clock).moveTo(new Date(shop.get(Clock).now().getTime() + seconds * 1000));

describe('Replies to a customer', () => {
  it('replies are sent in order and reduce the number of messages left', async () => {
    for (const text of ['一', '二', '三']) await say(text);
    expect(await shop.sends()).toEqual(['一', '二', '三']);
    expect(await ledger()).toMatchObject({ remaining: 2, reachable: true });
  });

  it('the sixth reply waits until the customer writes again', async () => {
    for (const text of ['一', '二', '三', '四', '五', '六', '七']) await say(text);
    expect(await shop.sends()).toEqual(['一', '二', '三', '四', '五']);
    expect((await deliveries()).slice(5)).toEqual([
      { state: 'planned', route: null, reason: 'no_allowance', attempts: 0 },
      { state: 'planned', route: null, reason: 'no_allowance', attempts: 0 },
    ]);
    expect(await shop.says('xiaoming', '好的')).toBe('六');
    expect(await shop.sends()).toEqual(['七']);
    expect(await ledger()).toMatchObject({ remaining: 4 });
  });

  it('a reply waits when the window of 48 hours is over', async () => {
    await passes(48 * 3600 + 1);
    await say('还在吗');
    expect(await shop.sends()).toEqual([]);
    expect(await ledger()).toMatchObject({ remaining: 0, closesAt: null });
    expect(await deliveries()).toMatchObject([{ state: 'planned', reason: 'no_allowance' }]);
  });

  it('a reply to a customer who never wrote waits', async () => {
    await say('您好', 'zhengkai');
    expect(await shop.sends()).toEqual([]);
    expect(await deliveries()).toMatchObject([{ state: 'planned', reason: 'no_allowance' }]);
  });

  it('a reply that is too long for one message is sent as several, in order', async () => {
    const long = `${'您'.repeat(680)}。${'好'.repeat(300)}`;
    await say(long);
    const sent = await shop.sends();
    expect(sent).toHaveLength(2);
    expect(sent.join('')).toBe(long);
  });
});

/** This channel sends slowly, and notes if two sends to the same person overlapped. */
class SlowChannel extends PaperChannel {
  readonly together: string[] = [];
  private readonly underWay = new Set<string>();

  override async send(outbound: Outbound, route: Route) {
    if (this.underWay.has(outbound.externalId)) this.together.push(outbound.externalId);
    this.underWay.add(outbound.externalId);
    await pause(10);
    this.underWay.delete(outbound.externalId);
    return super.send(outbound, route);
  }
}

describe('Two processes that send at the same time', () => {
  it('two processes send every message once and one after another to each person', async () => {
    const other = await openServer({
      imports: [LiveModule, JobsModule, TicketsModule],
      environment: { ROLE: 'web' },
      databaseUrl: shop.platform.url,
    });
    const slow = new SlowChannel();
    shop.get(Channels).register(slow);
    other.get(Channels).register(slow);
    const people = ['xiaoming', 'xiaohong', 'chenxiao'] as const;
    await Promise.all(people.slice(1).map((one) => shop.says(one, '在吗')));
    for (const text of ['一', '二', '三', '四']) for (const one of people) await say(text, one);
    const sending = [shop, other].flatMap((process) => [process.get(Sending), process.get(Sending)]);
    await Promise.all(sending.map((one) => one.drain()));
    await shop.get(Sending).drain();
    for (const one of people) {
      const got = slow.sent.filter(({ to }) => to === CUSTOMERS[one].openid).map(({ text }) => text);
      expect(got).toEqual(['一', '二', '三', '四']);
    }
    expect(slow.together).toEqual([]);
    await other.close();
  });
});

describe('A delivery that is cancelled while it is being claimed', () => {
  it('a delivery that is cancelled while it is being claimed is not sent', async () => {
    const { deliveryId } = await say('一');
    const cancelled = `update delivery set state = 'cancelled', due_at = null where id = ${deliveryId}`;
    const draining = await whileHeld(shop.platform.url, cancelled, async () => {
      const drained = shop.get(Sending).drain();
      await until(async () => (await shop.rows(WAITING_FOR_A_LOCK)).length > 0);
      return { drained };
    });
    await draining.drained;
    expect(shop.paper.sent).toEqual([]);
    expect(await deliveries()).toMatchObject([{ state: 'cancelled', attempts: 0 }]);
  });
});

/** One account of this channel does not answer a send until the test frees it. */
class StuckChannel extends PaperChannel {
  free: () => void = () => undefined;
  private readonly freed = new Promise<void>((resolve) => (this.free = resolve));

  constructor(private readonly stuck: string) {
    super();
  }

  override async send(outbound: Outbound, route: Route) {
    if (outbound.account.id === this.stuck) await this.freed;
    return super.send(outbound, route);
  }
}

describe('An account that does not answer', () => {
  it('an account that does not answer gets a limited number of sends and holds up no other account', async () => {
    const stuck = new StuckChannel(shop.cast.account.id);
    shop.get(Channels).register(stuck);
    const waiting = Array.from({ length: 20 }, (_, n) => `oStuck${n}`);
    for (const openid of waiting) await asks(openid, shop.cast.account);
    await asks('oElsewhere', await anotherAccount());
    await shop.get(Sending).begin();
    await until(() => stuck.sent.length > 0);
    expect(stuck.sent).toMatchObject([{ to: 'oElsewhere' }]);
    const underWay = sql`select from delivery where state = 'sending' and account_id = ${shop.cast.account.id}`;
    expect(await shop.rows(underWay)).toHaveLength(16);
    stuck.free();
    await shop.get(Sending).drain();
    expect(stuck.sent.map(({ to }) => to).sort()).toEqual([...waiting, 'oElsewhere'].sort());
  });

  async function asks(openid: string, account: ChannelAccount): Promise<void> {
    await shop
      .get(Receiving)
      .receive(account, shop.paper.push(openid, '在吗', shop.get(Clock).now()), () => '');
    const [identity] = await shop.rows<{ id: string }>(
      sql`select id from identity where external_id = ${openid} and account_id = ${account.id}`,
    );
    await shop.get(Replies).say(shop.cast.staff.lina, { identityId: identity!.id, text: '在的' });
  }

  async function anotherAccount(): Promise<ChannelAccount> {
    const [account] = await shop.rows<ChannelAccount>(sql`
      insert into channel_account (key, kind, name, department_id, created_at)
      select 'elsewhere', kind, name, department_id, created_at from channel_account where id = ${shop.cast.account.id}
      returning *`);
    return account!;
  }
});

describe('A failed send', () => {
  it('a send that fails temporarily is tried again later, and the messages after it wait', async () => {
    shop.paper.answers.push({ state: 'refused', then: 'retry', reason: 'wechat_busy' });
    await say('一');
    await say('二');
    expect(await shop.sends()).toEqual(['一']);
    expect(await deliveries()).toMatchObject([
      { state: 'planned', reason: 'wechat_busy', attempts: 1 },
      { state: 'planned', attempts: 0 },
    ]);
    expect(await ledger()).toMatchObject({ remaining: 5 });
    await passes(6);
    expect(await shop.sends()).toEqual(['一', '二']);
    expect(await deliveries()).toMatchObject([{ state: 'accepted', attempts: 2 }, { state: 'accepted' }]);
  });

  it('a send that fails again and again is given up', async () => {
    const busy = { state: 'refused', then: 'retry', reason: 'wechat_busy' } as const;
    shop.paper.answers.push(...Array<typeof busy>(8).fill(busy));
    await say('一');
    for (let attempt = 0; attempt < 9; attempt += 1) {
      await shop.sends();
      await passes(1_900);
    }
    expect(await deliveries()).toEqual([
      { state: 'gave_up', route: 'customer_message', reason: 'wechat_busy', attempts: 8 },
    ]);
  });

  it('fault 42: a provider that is busy for six seconds leaves nothing for a person to settle', async () => {
    const busy = { state: 'refused', then: 'busy', reason: 'wechat_busy -1' } as const;
    shop.paper.answers.push(busy, busy);
    await say('一');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await shop.sends();
      await passes(20);
    }
    expect(await deliveries()).toMatchObject([{ state: 'accepted', attempts: 3 }]);
    expect(await ledger()).toMatchObject({ remaining: 4 });
  });

  it('fault 42: a provider that stays busy leaves the outcome to a person, because one attempt may have arrived', async () => {
    const busy = { state: 'refused', then: 'busy', reason: 'wechat_busy -1' } as const;
    shop.paper.answers.push(...Array<typeof busy>(5).fill(busy));
    await say('一');
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await shop.sends();
      await passes(1_900);
    }
    expect(await deliveries()).toMatchObject([{ state: 'unknown', reason: 'wechat_busy -1', attempts: 5 }]);
  });

  it('the provider is believed when it says that nothing more may be sent, whatever was counted', async () => {
    shop.paper.answers.push({ state: 'refused', then: 'wait', reason: 'no_allowance' });
    await say('一');
    expect(await shop.sends()).toEqual(['一']);
    expect(await ledger()).toMatchObject({ remaining: 0 });
    expect(await deliveries()).toMatchObject([{ state: 'planned', reason: 'no_allowance' }]);
  });

  it('nothing more is sent to a person who cannot be reached until that person writes', async () => {
    shop.paper.answers.push({ state: 'refused', then: 'contact_dead', reason: 'blacklisted' });
    await say('一');
    await say('二');
    expect(await shop.sends()).toEqual(['一']);
    expect(await deliveries()).toMatchObject([
      { state: 'refused', reason: 'blacklisted' },
      { state: 'refused', reason: 'unreachable', attempts: 0 },
    ]);
    expect(await ledger()).toMatchObject({ reachable: false });
    await shop.says('xiaoming', '在吗');
    expect(await ledger()).toMatchObject({ reachable: true, remaining: 5 });
  });

  it('a message whose send got no answer is not sent again by itself, because it may have arrived', async () => {
    shop.paper.answers.push({ state: 'unknown', reason: 'timeout' });
    await say('一');
    await say('二');
    expect(await shop.sends()).toEqual(['一', '二']);
    expect(await deliveries()).toMatchObject([
      { state: 'unknown', reason: 'timeout' },
      { state: 'accepted' },
    ]);
  });
});

describe('A sender that dies', () => {
  const dies = (route: Route) =>
    shop.rows(sql`
      update delivery set state = 'sending', route = ${route}, due_at = null, attempts = 1,
                          lease_until = clock_timestamp() - interval '1 second'`);

  it('a customer message whose sender died is unknown, because it may have arrived', async () => {
    await say('一');
    await dies('customer_message');
    expect(await shop.sends()).toEqual([]);
    expect(await deliveries()).toMatchObject([{ state: 'unknown', reason: 'sender_died' }]);
  });

  it('a template whose sender died is sent again', async () => {
    await say('一');
    await dies('template');
    await shop.sends();
    expect(await deliveries()).toMatchObject([{ state: 'planned', reason: 'sender_died' }]);
    await passes(6);
    expect(await shop.sends()).toEqual(['一']);
  });

  it('a template whose sender died at every attempt is unknown in the end', async () => {
    await say('一');
    await dies('template');
    await shop.rows(sql`update delivery set attempts = 8`);
    await shop.sends();
    expect(await deliveries()).toMatchObject([{ state: 'unknown', reason: 'sender_died' }]);
  });

  it('a delivery of a dead sender that cannot be settled is tried five times and holds up no other', async () => {
    await say('一');
    await say('二', 'xiaohong');
    await dies('customer_message');
    await shop.rows(sql`
      alter table event add constraint broken
        check (name <> 'delivery.unknown' or data ->> 'deliveryId' <> '1') not valid`);
    const leases = shop.get(Leases);
    await expect(leases.expire()).rejects.toThrow('1 deliveries were not settled');
    expect(await deliveries()).toMatchObject([{ state: 'sending' }, { state: 'unknown' }]);
    for (let failures = 2; failures <= 5; failures += 1) {
      expect(await leases.expire()).toBe(0);
      await shop.rows(
        sql`update delivery set lease_until = now() - interval '1 second' where state = 'sending'`,
      );
      await expect(leases.expire()).rejects.toThrow();
    }
    expect(await deliveries()).toMatchObject([
      { state: 'unknown', reason: 'not_settled' },
      { state: 'unknown' },
    ]);
    await shop.rows(sql`alter table event drop constraint broken`);
  });

  it('a sender does not count as dead while its lease runs', async () => {
    await say('一');
    await shop.rows(
      sql`update delivery set state = 'sending', lease_until = clock_timestamp() + interval '30 seconds'`,
    );
    await say('二');
    expect(await shop.sends()).toEqual([]);
  });
});

describe('A template', () => {
  beforeEach(async () => {
    shop.paper.templates = ['reply'];
    await passes(48 * 3600 + 1);
  });

  it('a template carries a message that no open window can carry', async () => {
    await say('已退款');
    expect(await shop.sends()).toEqual(['已退款']);
    expect(await deliveries()).toMatchObject([{ state: 'accepted', route: 'template' }]);
  });

  it('a refused template is not tried forever, and its text goes out when the customer writes', async () => {
    const gone = { state: 'refused', then: 'fallback', reason: 'template_gone' } as const;
    shop.paper.answers.push(...Array<typeof gone>(20).fill(gone));
    await say('已退款');
    expect(await shop.sends()).toEqual(['已退款']);
    expect(await deliveries()).toEqual([
      { state: 'planned', route: 'template', reason: 'template_gone', attempts: 1 },
    ]);
    expect(await shop.says('xiaoming', '在吗')).toBe('已退款');
  });

  it('a template is delivered or refused as its receipt says', async () => {
    await say('一');
    await say('二');
    await shop.sends();
    const [first, second] = await shop.rows<{ providerId: string }>(
      sql`select provider_id from delivery order by id`,
    );
    const receipt = { type: 'delivery_receipt', providerId: first!.providerId, delivered: true } as const;
    await shop.says('xiaoming', receipt);
    await shop.says('xiaoming', {
      ...receipt,
      providerId: second!.providerId,
      delivered: false,
      reason: 'blocked',
    });
    await shop.says('xiaoming', { ...receipt, delivered: false, reason: 'late' });
    await shop.says('xiaoming', { ...receipt, providerId: 'of somebody else' });
    expect(await deliveries()).toMatchObject([
      { state: 'delivered', reason: null },
      { state: 'refused', reason: 'blocked' },
    ]);
    const names = await shop.rows<{ name: string }>(
      sql`select name from event where name like 'delivery.%' order by id`,
    );
    expect(names.map(({ name }) => name)).toEqual([
      'delivery.accepted',
      'delivery.accepted',
      'delivery.delivered',
      'delivery.refused',
    ]);
  });

  it('a template is delivered even if its receipt is faster than the answer to the send', async () => {
    const hasty = new HastyChannel((providerId) =>
      shop.says('xiaoming', { type: 'delivery_receipt', providerId, delivered: true }),
    );
    hasty.templates = ['reply'];
    shop.get(Channels).register(hasty);
    await say('一');
    await shop.get(Sending).drain();
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
  });

  it('a template is delivered even if its receipt comes while the answer to the send is being stored', async () => {
    await say('一');
    await shop.sends();
    await shop.rows(sql`update delivery set state = 'sending', provider_id = null`);
    const answer = "update delivery set state = 'accepted', provider_id = 'taken'";
    const { receipt } = await whileHeld(shop.platform.url, answer, async () => {
      const coming = shop.says('xiaoming', {
        type: 'delivery_receipt',
        providerId: 'taken',
        delivered: true,
      });
      await until(async () => (await shop.rows(WAITING_FOR_A_LOCK)).length > 0);
      return { receipt: coming };
    });
    await receipt;
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
  });

  it('a template repeated after an unclear send is delivered if its receipt came before the repeat', async () => {
    shop.paper.answers.push({ state: 'unknown', reason: 'timeout' });
    await say('一');
    await shop.sends();
    const [{ id }] = (await shop.rows<{ id: string }>(sql`select id from delivery`)) as [{ id: string }];
    await shop.says('xiaoming', { type: 'delivery_receipt', providerId: id, delivered: true });
    expect(await deliveries()).toMatchObject([{ state: 'planned', reason: 'timeout' }]);
    await passes(10);
    await shop.sends();
    expect(await deliveries()).toMatchObject([{ state: 'delivered', route: 'template' }]);
  });

  it('a template that is repeated because its answer came too late keeps the receipt of its first send', async () => {
    let tries = 0;
    const hasty = new HastyChannel(async (providerId) => {
      if ((tries += 1) > 1) return;
      await shop.says('xiaoming', { type: 'delivery_receipt', providerId, delivered: true });
      await shop.rows(
        sql`update delivery set state = 'planned', unclear_since = claimed_at, due_at = claimed_at, attempts = 2`,
      );
    });
    hasty.templates = ['reply'];
    shop.get(Channels).register(hasty);
    await say('一');
    await shop.get(Sending).drain();
    expect(tries).toBe(2);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', route: 'template' }]);
  });

  it('a receipt for the template of another program on the same account changes no delivery of ours', async () => {
    shop.paper.answers.push({ state: 'unknown', reason: 'timeout' });
    await say('一');
    await shop.sends();
    await shop.says('xiaoming', { type: 'delivery_receipt', providerId: 'of another', delivered: true });
    await passes(10);
    await shop.sends();
    expect(await deliveries()).toMatchObject([{ state: 'accepted', route: 'template' }]);
  });
});

/** This channel reports the delivery before it answers the send. */
class HastyChannel extends PaperChannel {
  constructor(private readonly tell: (providerId: string) => Promise<unknown>) {
    super();
  }

  override async send(outbound: Outbound, route: Route) {
    await this.tell(outbound.id);
    return super.send(outbound, route);
  }
}
