import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExportMaking } from '../../src/retention/index.js';
import { ApiTokens } from '../../src/staff/index.js';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
let customer: string;
beforeAll(async () => {
  desk = await ApiDesk.open();
  await desk.says('xiaoming', '我要投诉,商品破损');
  customer = `customers/${desk.cast.customers.xiaoming.customerId}`;
});
afterAll(() => desk.close());

it('an administrator holds a customer, is refused to erase it, and lifts the hold', async () => {
  const { wutao, lina } = desk.cast.staff;
  const subject = { type: 'customer', id: desk.cast.customers.xiaoming.customerId };
  expect((await desk.post(lina, `${customer}/holds`, { subject, reason: '诉讼' })).status).toBe(403);
  const held = await desk.post(wutao, `${customer}/holds`, { subject, reason: '诉讼' });
  expect([held.status, held.json.data]).toMatchObject([201, [{ subject, reason: '诉讼', stands: true }]]);
  const refused = await desk.post(wutao, `${customer}/erasure`, { name: '小明' });
  expect([refused.status, refused.json.code]).toEqual([409, 'erasure_stopped_by_hold']);
  expect((await desk.as(wutao, `${customer}/erasure`)).json).toMatchObject({ data: [], obstacles: ['hold'] });
  const lifted = await desk.delete(wutao, `${customer}/holds/${held.json.data[0]!.id}`);
  expect(lifted.json.data).toMatchObject([{ stands: false, liftedBy: '吴涛' }]);
});

it('fault 9: all legal holds that stand are listed by pages, with the customer of each', async () => {
  const { wutao, lina } = desk.cast.staff;
  const { customerId: id } = desk.cast.customers.xiaoming;
  const subject = { type: 'customer', id };
  for (const reason of ['诉讼', '审计'])
    expect((await desk.post(wutao, `${customer}/holds`, { subject, reason })).status).toBe(201);
  expect((await desk.as(lina, 'holds')).status).toBe(403);
  const first = await desk.as(wutao, 'holds?limit=1');
  expect(first.json.data).toMatchObject([
    { reason: '审计', subject, customer: { id, name: '小明' }, setBy: '吴涛', until: null, number: null },
  ]);
  const second = await desk.as(wutao, `holds?limit=1&cursor=${String(first.json.next)}`);
  expect(second.json).toMatchObject({ data: [{ reason: '诉讼' }], next: null });
  for (const { id: hold } of [...first.json.data, ...second.json.data])
    await desk.delete(wutao, `${customer}/holds/${String(hold)}`);
  expect((await desk.as(wutao, 'holds')).json).toMatchObject({ data: [], next: null });
});

it('an administrator asks for an archive and fetches it, and erases the person by its name', async () => {
  const { wutao } = desk.cast.staff;
  const asked = await desk.post(wutao, `${customer}/exports`);
  const { id } = asked.json.data[0]!;
  expect((await desk.as(wutao, `${customer}/exports/${id}/file`)).status).toBe(404);
  await desk.server.get(ExportMaking).make({ exportId: id });
  const { token } = await desk.server.get(ApiTokens).create(wutao.id, 'archive', wutao);
  const fetched = await fetch(`${desk.server.url}/api/v1/${customer}/exports/${id}/file`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'application/gzip']);
  expect((await desk.post(wutao, `${customer}/erasure`, { name: '小红' })).status).toBe(422);
  const erased = await desk.post(wutao, `${customer}/erasure`, { name: '小明' });
  expect([erased.status, erased.json.data]).toMatchObject([200, [{ state: 'done', askedBy: '吴涛' }]]);
});

it('the days of retention are read, tried and changed', async () => {
  const { wutao, zhangmin } = desk.cast.staff;
  expect((await desk.as(zhangmin, 'retention')).status).toBe(403);
  const tried = await desk.post(wutao, 'retention/dry-run', { envelopes: 60 });
  expect(tried.json).toMatchObject({ messages: 0, envelopes: 0 });
  expect((await desk.patch(wutao, 'retention', { envelopes: 1 })).status).toBe(422);
  const { json } = await desk.patch(wutao, 'retention', { envelopes: 60 });
  expect(json.classes).toContainEqual({ key: 'envelopes', days: 60, least: 30, most: 1095 });
});
