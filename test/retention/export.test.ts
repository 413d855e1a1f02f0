import { gunzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FileCleaning } from '../../src/platform/files/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Erasure, ExportMaking, Exports } from '../../src/retention/index.js';
import { CUSTOMERS } from '../support/cast.js';
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

async function entriesOf(archive: Buffer): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  const tar = Readable.from([gunzipSync(archive)]).pipe(extract());
  for await (const entry of tar) entries.set(entry.header.name, await buffer(entry));
  return entries;
}

const fetch = () => shop.get(Exports).fetch(customerId, exportId, shop.cast.staff.wutao);

it('an archive that is not made yet cannot be fetched', async () => {
  exportId = await shop.get(Exports).ask(customerId, shop.cast.staff.wutao);
  await expect(fetch()).rejects.toMatchObject({ status: 404, code: 'export_not_there' });
});

it('the archive holds every word, fact and file of the person, and of nobody else', async () => {
  await shop.says('xiaohong', '别人的话');
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
