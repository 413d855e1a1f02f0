import { gunzipSync } from 'node:zlib';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Client } from 'pg';
import { extract } from 'tar-stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { FileCleaning } from '../../src/platform/files/index.js';
import { Config } from '../../src/platform/config/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Archives, Erasure, ExportMaking, Exports } from '../../src/retention/index.js';
import { CUSTOMERS } from '../support/cast.js';
import { withClient } from '../support/database.js';
import type { Shop } from '../support/shop.js';
import { fullStory, MARK, openKeepingShop, paid, PICTURE } from './keeping-shop.js';

let shop: Shop;
let customerId: string;
let refundId: string;
let exportId: string;
beforeAll(async () => {
  shop = await openKeepingShop();
  ({ customerId } = shop.cast.customers.xiaoming);
  ({ refundId } = await fullStory(shop));
});
afterAll(() => shop.close());

/** Takes what is written at once, or only when it is let. */
function sink(): { out: Writable; whole: () => Buffer; let: () => void } {
  const chunks: Buffer[] = [];
  let open = () => undefined as void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const out = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      void gate.then(() => done());
    },
  });
  return { out, whole: () => Buffer.concat(chunks), let: () => open() };
}

async function entriesOf(archive: Buffer): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  const tar = Readable.from([gunzipSync(archive)]).pipe(extract());
  for await (const entry of tar) entries.set(entry.header.name, await buffer(entry));
  return entries;
}

const fetch = async () =>
  buffer((await shop.get(Exports).fetch(customerId, exportId, shop.cast.staff.wutao)).content);

it('an archive that is not made yet cannot be fetched', async () => {
  exportId = await shop.get(Exports).ask(customerId, shop.cast.staff.wutao);
  await expect(fetch()).rejects.toMatchObject({ status: 404, code: 'export_not_there' });
});

it('the archive holds every word, fact and file of the person, and of nobody else', async () => {
  await shop.says('xiaohong', '别人的话');
  await shop.says('sunli', '你好');
  await shop.rows(sql`
    insert into hold (ticket_id, reason, held_by, held_at)
    select ticket_id, ${`${MARK} 等单据`}, ${shop.cast.staff.lina.id}, now() from refund`);
  await paid(shop, refundId);
  await shop.get(ExportMaking).make({ exportId });
  const entries = await entriesOf(await fetch());
  const text = entries.get('data.json')!.toString();
  const data = JSON.parse(text) as Record<string, Record<string, unknown>[]>;
  const { name, phone, openid } = CUSTOMERS.xiaoming;
  expect(data).toMatchObject({
    customers: [{ id: customerId, name, phone }],
    identities: [{ channel: 'shop', externalId: openid }],
    refunds: [{ orderNumber: 'HY20261130001', amount: '68.50', reason: `${MARK} 破损` }],
    notes: [{ text: `${MARK} 打过电话` }],
    handoffs: [{ state: 'accepted' }],
    escalations: [{ kind: 'asked', why: `${MARK} 很急` }],
    pauses: [{ reason: `${MARK} 等单据` }],
    refundDecisions: [{ approved: true, reason: '' }],
  });
  expect(data.messages!.map(({ text: said }) => said)).toContain(`${MARK} 您好`);
  expect([...entries].filter(([file]) => file !== 'data.json').map(([, bytes]) => bytes)).toEqual([PICTURE]);
  expect(text).not.toContain('别人的话');
});

it('an archive shows one moment: what happens while it is being made is not half in it', async () => {
  const { out, whole, let: go } = sink();
  go();
  await withClient(shop.get(Database).url, async (client) => {
    await client.query('begin; lock table event in access exclusive mode');
    const writing = shop.get(Archives).write(customerId, out);
    await vi.waitUntil(() => isWaiting(client), { timeout: 15_000 });
    await client.query(
      `insert into event (at, name, subject_type, subject_id, actor_kind, data)
       values (now(), 'tested', 'customer', $1, 'system', '{"late": "nachher"}')`,
      [customerId],
    );
    await client.query('commit');
    await writing;
  });
  const data = (await entriesOf(whole())).get('data.json')!.toString();
  expect(JSON.parse(data)).toHaveProperty('history');
  expect(data).not.toContain('nachher');
});

it('whoever takes an archive slowly keeps no transaction open', async () => {
  const { out, whole, let: go } = sink();
  const writing = shop.get(Archives).write(customerId, out);
  await vi.waitUntil(() => whole().length > 0, { timeout: 15_000 });
  const open = await shop.rows(sql`
    select query from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
       and backend_type = 'client backend'`);
  expect(open).toEqual([]);
  go();
  await writing;
});

it('an archive of thirty megabytes is never in memory as a whole', { timeout: 120_000 }, async () => {
  await shop.rows(sql`
    insert into message (conversation_id, direction, author_kind, kind, text, sent_at, created_at)
    select c.id, 'in', 'customer', 'text', repeat('0123456789', 500), now(), now()
      from (select max(id) id from conversation where customer_id = ${shop.cast.customers.sunli.customerId}) c,
           generate_series(1, 6000)`);
  let bytes = 0;
  const out = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done();
    },
  });
  setFlagsFromString('--expose-gc');
  const clear = runInNewContext('gc') as () => void;
  const used = () => {
    clear();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  let most = 0;
  const watching = setInterval(() => (most = Math.max(most, used() - before)), 300);
  const archive = await shop.get(Archives).write(shop.cast.customers.sunli.customerId, out);
  clearInterval(watching);
  expect(archive.bytes).toBe(bytes);
  expect(most / 1024 ** 2).toBeLessThan(20);
});

it('an archive that cannot be written leaves nothing on the disk', async () => {
  const out = new Writable({ write: (_chunk, _encoding, done) => done(new Error('gone')) });
  await expect(shop.get(Archives).write(customerId, out)).rejects.toThrow('gone');
  const work = join(shop.get(Config).dataDir, 'cache', 'files', 'work');
  expect(await readdir(work)).toEqual([]);
});

it('asking for it and fetching it stand on the list of who did what, without personal data', async () => {
  const acts = await shop.rows<{ action: string }>(sql`
    select action, after from audit where subject_type = 'customer' and subject_id = ${customerId} order by id`);
  expect(acts).toEqual([
    { action: 'customer.exported', after: { export: exportId } },
    { action: 'customer.export_fetched', after: { export: exportId } },
  ]);
});

it('the nightly cleaning of files leaves it until it expires, and then it goes', async () => {
  await shop.get(FileCleaning).clean(new Date(Date.now() + 60_000));
  expect((await fetch()).length).toBeGreaterThan(100);
  await shop.rows(sql`update person_export set expires_at = clock_timestamp() - interval '1 second'`);
  await expect(fetch()).rejects.toMatchObject({ code: 'export_not_there' });
  expect(await shop.get(Exports).expire()).toBe(1);
  expect(await shop.get(Exports).ofCustomer(customerId)).toMatchObject([{ state: 'gone' }]);
});

it('an archive that is being made when the person is erased is not kept', async () => {
  exportId = await shop.get(Exports).ask(customerId, shop.cast.staff.wutao);
  await shop.get(Erasure).erase(customerId, shop.cast.staff.wutao);
  await shop.get(ExportMaking).make({ exportId });
  await expect(fetch()).rejects.toMatchObject({ code: 'export_not_there' });
});

/** Whether somebody waits for the lock that this client holds. */
async function isWaiting(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(`
    select 1 from pg_locks where not granted
       and database = (select oid from pg_database where datname = current_database())`);
  return rowCount! > 0;
}
