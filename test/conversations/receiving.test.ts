import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Channels, type InboundFact } from '../../src/delivery/index.js';
import { Receiving, Replay, Replies } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { TicketsModule } from '../../src/tickets/index.js';
import { CUSTOMERS } from '../support/cast.js';
import { whileHeld } from '../support/database.js';
import { PaperChannel } from '../support/paper-channel.js';
import { openServer, type TestServer } from '../support/server.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
let other: TestServer;
beforeAll(async () => {
  shop = await Shop.open();
  other = await openServer({
    imports: [LiveModule, JobsModule, TicketsModule],
    environment: { ROLE: 'web' },
    databaseUrl: shop.platform.url,
  });
  other.get(Channels).register(new PaperChannel());
});
afterAll(async () => {
  await other.close();
  await shop.close();
});

const push = (customer: keyof typeof CUSTOMERS, text: string) =>
  shop.paper.push(CUSTOMERS[customer].openid, text, shop.get(Clock).now());
const receive = (inbound: ReturnType<typeof push>, by: Pick<TestServer, 'get'> = shop) =>
  by.get(Receiving).receive(shop.cast.account, inbound, (text) => text ?? 'success');
const messagesOf = (customer: keyof typeof CUSTOMERS) =>
  shop.rows(sql`
    select m.text, m.direction from message m join conversation c on c.id = m.conversation_id
     where c.customer_id = ${shop.cast.customers[customer].customerId} order by m.id`);

describe('A push that arrives three times at once at two processes', () => {
  it('a push that arrives three times at once makes one message, one conversation and one ticket', async () => {
    const pushes = Array.from({ length: 8 }, (_, index) => push('xiaoming', `我要退款 ${index}`));
    const answers = await Promise.all(
      pushes.flatMap((one) => [receive(one), receive(one, other), receive(one)]),
    );
    expect(new Set(answers)).toEqual(new Set(['success']));
    expect(await messagesOf('xiaoming')).toHaveLength(8);
    expect(await shop.rows(sql`select id from conversation`)).toHaveLength(1);
    expect(await shop.rows(sql`select id from ticket`)).toHaveLength(1);
    expect(await shop.rows(sql`select state from inbound_envelope`)).toEqual(
      Array<object>(8).fill({ state: 'handled' }),
    );
  });

  it('several pushes from a new person at once make one customer', async () => {
    const at = shop.get(Clock).now();
    const pushes = ['你好', '在吗'].map((text) => shop.paper.push('oHy1k5brandnew00000000000000', text, at));
    await Promise.all(pushes.flatMap((one) => [receive(one), receive(one, other)]));
    const known = await shop.rows(sql`select c.name from customer c join identity i on i.customer_id = c.id
                                       where i.external_id like 'oHy1k5brandnew%'`);
    expect(known).toHaveLength(1);
  });
});

describe('A reply that is ready when the customer writes', () => {
  it('a ready reply goes back with the push, uses no send, and is repeated when the push is', async () => {
    const { identityId } = shop.cast.customers.xiaohong;
    await receive(push('xiaohong', '你们周末上班吗'));
    await shop.get(Replies).say(shop.cast.staff.lina, { identityId, text: '周末也在' });
    const next = push('xiaohong', '在吗');
    expect(await Promise.all([receive(next), receive(next, other), receive(next)])).toEqual([
      '周末也在',
      '周末也在',
      '周末也在',
    ]);
    expect(await shop.sends()).toEqual([]);
    const [delivery] = await shop.rows(
      sql`select state, route, attempts from delivery where identity_id = ${identityId}`,
    );
    expect(delivery).toEqual({ state: 'accepted', route: 'passive', attempts: 1 });
    const [window] = await shop.rows(sql`select used from contact_window where identity_id = ${identityId}`);
    expect(window).toEqual({ used: 0 });
  });

  it('only the oldest ready reply goes back with the push, and the others are sent after it', async () => {
    const { identityId } = shop.cast.customers.xiaohong;
    for (const text of ['一', '二', '三'])
      await shop.get(Replies).say(shop.cast.staff.lina, { identityId, text });
    expect(await receive(push('xiaohong', '喂'))).toBe('一');
    expect(await shop.sends()).toEqual(['二', '三']);
  });
});

describe('A push whose handling fails', () => {
  afterEach(() => shop.rows(sql`alter table message drop constraint if exists broken`));

  it('a push whose handling fails is acknowledged, kept with the error, and handled once later', async () => {
    await shop.rows(sql`alter table message add constraint broken check (text <> '坏的') not valid`);
    expect(await receive(push('wangmei', '坏的'))).toBe('success');
    expect(await messagesOf('wangmei')).toEqual([]);
    const replay = shop.get(Replay);
    const [failed] = (await replay.failed()).data;
    expect(failed).toMatchObject({
      account: '回音小店',
      attempts: 1,
      error: { failure: 'program', said: expect.stringContaining('broken') as string },
    });
    await expect(replay.replay(failed!.id)).rejects.toThrow('broken');
    expect((await replay.failed()).data).toMatchObject([{ id: failed!.id, attempts: 2 }]);
    await shop.rows(sql`alter table message drop constraint broken`);
    await Promise.all([replay.replay(failed!.id), other.get(Replay).replay(failed!.id)]);
    await replay.replay(failed!.id);
    expect(await messagesOf('wangmei')).toEqual([{ text: '坏的', direction: 'in' }]);
    expect((await replay.failed()).data).toEqual([]);
  });

  it('a push that meets a held lock is acknowledged without waiting for it and handled afterwards', async () => {
    await receive(push('wangmei', '在吗'));
    const held = 'select from conversation for update';
    const answer = await whileHeld(shop.platform.url, held, () => receive(push('wangmei', '还在吗')));
    expect(answer).toBe('success');
    const [failed] = (await shop.get(Replay).failed()).data;
    expect(failed).toMatchObject({
      error: { failure: 'busy', said: expect.stringContaining('lock timeout') as string },
    });
    await shop.get(Replay).replay(failed!.id);
    expect((await messagesOf('wangmei')).filter(({ text }) => text === '还在吗')).toHaveLength(1);
  });

  it('a push whose handling fails is queued for the next attempt', async () => {
    await shop.rows(sql`alter table message add constraint broken check (text <> '坏的') not valid`);
    await receive(push('wangmei', '坏的'));
    const [failed] = (await shop.get(Replay).failed()).data;
    const queued = sql`select attempts from queued_push where envelope_id = ${failed!.id}`;
    expect(await other.get(Database).rows(queued)).toEqual([{ attempts: 1 }]);
  });

  it('a push with a character that no column accepts is kept too', async () => {
    expect(await receive(push('zhoujie', 'a\u0000b'))).toBe('success');
    const { data } = await shop.get(Replay).failed();
    expect(data[0]).toMatchObject({ attempts: 1, error: { failure: 'program' } });
    await shop.rows(sql`delete from queued_push`);
  });
});

describe('Pushes that are no messages', () => {
  it('a push that is no message opens a window, makes the person unreachable, or does nothing', async () => {
    const { identityId } = shop.cast.customers.zhoujie;
    await shop.says('zhoujie', { type: 'followed' });
    await shop.says('zhoujie', { type: 'menu_clicked', item: 'progress' });
    const windows = sql`select source, allowance from contact_window where identity_id = ${identityId} order by source`;
    expect(await shop.rows(windows)).toEqual([
      { source: 'follow', allowance: 3 },
      { source: 'menu', allowance: 3 },
    ]);
    await shop.says('zhoujie', { type: 'unfollowed' });
    await shop.says('zhoujie', { type: 'ignored', what: 'LOCATION' });
    const [ledger] = await shop.rows(
      sql`select reachable, unreachable_reason from contact_ledger where identity_id = ${identityId}`,
    );
    expect(ledger).toEqual({ reachable: false, unreachableReason: 'unfollowed' });
    expect(await messagesOf('zhoujie')).toEqual([]);
  });

  it('following and unfollowing count by the time they happened, in whatever order they arrive', async () => {
    const { identityId } = shop.cast.customers.sunli;
    const now = shop.get(Clock).now().getTime();
    const hear = (fact: InboundFact, secondsAgo: number) =>
      receive(shop.paper.push(CUSTOMERS.sunli.openid, fact, new Date(now - secondsAgo * 1000)));
    const standing = async () => {
      const [row] = await shop.rows<{ reachable: boolean }>(
        sql`select reachable, followed from contact_ledger where identity_id = ${identityId}`,
      );
      return row;
    };
    await hear({ type: 'followed' }, 60);
    await hear({ type: 'unfollowed' }, 90);
    expect(await standing()).toEqual({ reachable: true, followed: true });
    await hear({ type: 'unfollowed' }, 30);
    await hear({ type: 'message', kind: 'text', text: '在吗', providerId: 'late' }, 40);
    expect(await standing()).toEqual({ reachable: false, followed: false });
    await hear({ type: 'followed' }, 10);
    expect(await standing()).toEqual({ reachable: true, followed: true });
    const told = await shop.rows(
      sql`select name from event where name = 'contact.unfollowed' and data ->> 'identityId' = ${identityId}`,
    );
    expect(told).toHaveLength(1);
  });
});
