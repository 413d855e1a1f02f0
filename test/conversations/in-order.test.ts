import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Channels } from '../../src/delivery/index.js';
import { CatchingUp } from '../../src/conversations/catching-up.service.js';
import { Receiving, Replay } from '../../src/conversations/index.js';
import { PushQueue } from '../../src/conversations/push-queue.service.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, type Sql, sql } from '../../src/platform/database/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { TicketsModule } from '../../src/tickets/index.js';
import { CUSTOMERS } from '../support/cast.js';
import { WAITING_FOR_A_LOCK } from '../support/database.js';
import { PaperChannel } from '../support/paper-channel.js';
import { openServer, type TestServer } from '../support/server.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
let other: TestServer;
beforeAll(async () => {
  shop = await Shop.open();
  other = await another('web');
  await shop.rows(sql`
    create function disturb() returns trigger language plpgsql as $$ begin
      if new.text like '慢%' then perform pg_sleep(0.5); end if;
      if new.text like '%坏%' then raise 'broken'; end if;
      return new;
    end $$`);
  await shop.rows(
    sql`create trigger disturb before insert on message for each row execute function disturb()`,
  );
  await shop.rows(sql`
    create function delay() returns trigger language plpgsql as
    $$ begin if new.key like 'slow%' then perform pg_sleep(0.5); end if; return new; end $$`);
  await shop.rows(
    sql`create trigger delay before insert on inbound_key for each row execute function delay()`,
  );
});
afterAll(async () => {
  await other.close();
  await shop.close();
});
afterEach(() => shop.rows(sql`alter table message enable trigger disturb`));

async function another(role: string): Promise<TestServer> {
  const server = await openServer({
    imports: [LiveModule, JobsModule, TicketsModule],
    environment: { ROLE: role },
    databaseUrl: shop.platform.url,
  });
  server.get(Channels).register(new PaperChannel());
  return server;
}

const push = (openid: string, text: string) => shop.paper.push(openid, text, shop.get(Clock).now());
const receive = (inbound: ReturnType<typeof push>, by: Pick<TestServer, 'get'> = shop) =>
  by.get(Receiving).receive(shop.cast.account, inbound, (text) => text ?? 'success');
const says = (openid: string, text: string, by: Pick<TestServer, 'get'> = shop) =>
  receive(push(openid, text), by);
const mend = () => shop.rows(sql`alter table message disable trigger disturb`);
const waitOut = () => shop.rows(sql`update queued_push set due_at = '-infinity'`);
const queued = () => shop.rows(sql`select attempts from queued_push order by envelope_id`);
const NUMBERS = Array.from({ length: 24 }, (_, index) => `第 ${index} 句`);

async function handled(openid: string): Promise<string[]> {
  const rows = await shop.rows<{ text: string }>(sql`
    select m.text from event e
      join message m on m.id = (e.data ->> 'messageId')::bigint
      join conversation c on c.id = m.conversation_id join identity i on i.id = c.identity_id
     where e.name = 'conversation.message_received' and i.external_id = ${openid} order by e.id`);
  return rows.map(({ text }) => text);
}

const SLEEPING = sql`
  select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;

/** The other process gets the second push while the first one is under way. */
async function meanwhile(first: ReturnType<typeof push>, second: ReturnType<typeof push>): Promise<void> {
  const seen = (what: Sql) =>
    vi.waitFor(async () => expect(await other.get(Database).rows(what)).toHaveLength(1));
  const one = receive(first);
  await seen(SLEEPING);
  const two = receive(second, other);
  await seen(WAITING_FOR_A_LOCK);
  await Promise.all([one, two]);
}

describe('Messages of one person never overtake each other', () => {
  it('messages that arrive while earlier ones are being handled are handled after them', async () => {
    const people = [CUSTOMERS.xiaoming.openid, CUSTOMERS.wangmei.openid, 'oHy1k5inorder000000000000000'];
    const pushes = NUMBERS.flatMap((text) => people.map((openid) => push(openid, text)));
    await Promise.all(pushes.map((one) => receive(one)));
    for (const openid of people) expect(await handled(openid)).toEqual(NUMBERS);
  });

  it('a message whose handling is slow is not overtaken by the next, which another process received', async () => {
    const { openid } = CUSTOMERS.sunli;
    const first = shop.paper.push(openid, '第一句', shop.get(Clock).now(), 'slow-1');
    await meanwhile(first, push(openid, '第二句'));
    expect(await handled(openid)).toEqual(['第一句', '第二句']);
  });

  it('a message of somebody else does not wait', async () => {
    const slow = says(CUSTOMERS.sunli.openid, '慢一点');
    await says('oHy1k5someoneelse00000000000', '快', other);
    expect(await handled(CUSTOMERS.sunli.openid)).not.toContain('慢一点');
    await slow;
  });
});

describe('A message whose handling fails keeps its place', () => {
  it('a message that waited in another process while an earlier one failed is handled after it', async () => {
    const openid = 'oHy1k5failing000000000000000';
    await meanwhile(push(openid, '慢而且坏'), push(openid, '第二句'));
    await says(openid, '第三句');
    expect(await handled(openid)).toEqual([]);
    expect(await queued()).toEqual([{ attempts: 1 }, { attempts: 0 }, { attempts: 0 }]);
    await mend();
    await waitOut();
    await Promise.all([shop, other].map((by) => catchUp(by)));
    await catchUp();
    expect(await handled(openid)).toEqual(['慢而且坏', '第二句', '第三句']);
    expect(await queued()).toEqual([]);
  });

  it('messages behind one that waits for its next attempt are handled by a worker, in their order', async () => {
    const openid = 'oHy1k5worker0000000000000000';
    await says(openid, '坏的');
    for (const text of NUMBERS) await says(openid, text, text < '第 2' ? shop : other);
    await mend();
    const worker = await another('worker');
    await vi.waitFor(async () => expect(await queued()).toEqual([]), { timeout: 20_000, interval: 100 });
    await worker.close();
    expect(await handled(openid)).toEqual(['坏的', ...NUMBERS]);
  });

  it('a message that fails for good holds up nobody any more and is shown as failed', async () => {
    const openid = 'oHy1k5poison0000000000000000';
    await says(openid, '坏的');
    await says(openid, '好的', other);
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      expect(await handled(openid)).toEqual([]);
      await waitOut();
      await catchUp();
    }
    expect(await handled(openid)).toEqual(['好的']);
    expect(await queued()).toEqual([]);
    const { data } = await shop.get(Replay).failed();
    const error = { said: expect.stringContaining('broken') as string };
    expect(data).toMatchObject([{ attempts: 5, error }]);
    await mend();
    await shop.get(Replay).replay(data[0]!.id);
    expect(await handled(openid)).toEqual(['好的', '坏的']);
  });

  it('a message that ends every process that handles it is given up like any other', async () => {
    const openid = 'oHy1k5deadly0000000000000000';
    await says(openid, '坏的');
    await says(openid, '好的');
    for (let death = 2; death <= 5; death += 1) {
      await waitOut();
      expect(await shop.get(PushQueue).claim(1)).toMatchObject([{ attempts: death }]);
    }
    await waitOut();
    await catchUp();
    expect(await handled(openid)).toEqual(['好的']);
  });

  it('a message that a person handles again no longer holds up the others', async () => {
    const openid = 'oHy1k5person0000000000000000';
    await says(openid, '坏的');
    await says(openid, '好的');
    await mend();
    const { data } = await shop.get(Replay).failed();
    expect(data.slice(0, 2)).toMatchObject([{ error: null, attempts: 0 }, { attempts: 1 }]);
    await shop.get(Replay).replay(data[1]!.id);
    await catchUp();
    expect(await handled(openid)).toEqual(['坏的', '好的']);
  });

  it('a receipt that cannot be handled holds up no message', async () => {
    const openid = 'oHy1k5receipt000000000000000';
    const receipt = { type: 'delivery_receipt', providerId: 'a\u0000b', delivered: true } as const;
    await receive(shop.paper.push(openid, receipt, shop.get(Clock).now()));
    expect(await queued()).toHaveLength(1);
    await says(openid, '好的');
    expect(await handled(openid)).toEqual(['好的']);
  });
});

/** Works through everything that is due. */
async function catchUp(by: Pick<TestServer, 'get'> = shop): Promise<void> {
  while (await by.get(CatchingUp).catchUp());
}
