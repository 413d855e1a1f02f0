import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { statementsOf } from '../web/workbench.js';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
const numbers: string[] = [];
beforeAll(async () => {
  desk = await ApiDesk.open();
  await desk.says('zhaojun', '在吗');
  const { customerId: customer } = desk.cast.customers.zhaojun;
  const { id: conversation } = (await desk.as(desk.cast.staff.lina, 'conversations')).json.data[0]!;
  for (const [index, priority] of ['P3', 'P0', 'P2', 'P1'].entries()) {
    const about = index % 2 ? { conversation } : { customer };
    const given = { subject: `询问 ${priority}`, type: 'inquiry', priority, ...about };
    const made = await desk.post(desk.cast.staff.wutao, 'tickets', given);
    expect(made.status).toBe(201);
    numbers.push(made.json.number);
  }
});
afterAll(() => desk.close());

const list = async (query: string) => (await desk.as(desk.cast.staff.lina, `tickets?${query}`)).json;
const subjects = async (query: string) =>
  (await list(query)).data.map(({ subject }) => String(subject).replace('询问 ', ''));

it('tickets that are due first come first, and paused ones come after all that run', async () => {
  expect(await subjects('sort=due')).toEqual(['P0', 'P1', 'P2', 'P3']);
  const { lina } = desk.cast.staff;
  await desk.post(lina, `tickets/${numbers[1]}/replies`, { text: '您好' });
  await desk.post(lina, `tickets/${numbers[1]}/holds`, { reason: '等银行回复' });
  expect(await subjects('sort=due')).toEqual(['P1', 'P2', 'P3', 'P0']);
});

it.each(['due', 'closing', 'newest'])('turning pages by %s shows each ticket once', async (sort) => {
  const all = await subjects(`sort=${sort}`);
  const found: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page = await list(`sort=${sort}&limit=1${next && `&cursor=${next}`}`);
    found.push(...page.data.map(({ subject }) => String(subject).replace('询问 ', '')));
    next = page.next;
  }
  expect(found).toEqual(all);
  expect(new Set(found).size).toBe(4);
});

it('chats that close first come first only while somebody waits for an answer', async () => {
  await desk.says('zhaojun', '还在吗');
  const { number } = await desk.ticket('xiaoming', '我要投诉,商品破损');
  const { identityId } = desk.cast.customers.xiaoming;
  await desk.rows(sql`
    update contact_window set closes_at = closes_at - interval '1 hour' where identity_id = ${identityId}`);
  const listed = async () => (await list('sort=closing')).data.map((ticket) => ticket.number);
  const [first, ...zhaojuns] = await listed();
  expect(first).toBe(number);
  await desk.post(desk.cast.staff.lina, `tickets/${number}/replies`, { text: '您好' });
  expect(await listed()).toEqual([...zhaojuns, number]);
});

it('a chat that has closed comes after those that are open', async () => {
  await desk.rows(sql`update contact_window set closes_at = '2020-01-01' where source = 'message'`);
  expect(await subjects('sort=closing')).toEqual(['P3', 'P0', 'P2', 'P1', '我要投诉,商品破损']);
});

it.each([
  ['sort=due', 'timer_next', 'm.due_at'],
  ['sort=due&status=new,open&department=support', 'timer_next', 'm.due_at'],
  ['sort=closing', 'contact_window_message', 'w.closes_at'],
  ['sort=newest', 'ticket', 't.id DESC'],
])('the list for %s walks an index and sorts nothing', async (query, index, key) => {
  const plan = await planOf(() => list(query));
  expect(plan).toMatch(new RegExp(`Index (Only )?Scan (Backward )?using ${index}`));
  expect(plan).not.toMatch(new RegExp(`-> {2}Sort .*\\n\\s*Sort Key: ${key}`));
});

it('a list costs few statements, however many tickets there are', async () => {
  expect(await statementsOf(() => list('sort=due&limit=2'))).toBeLessThanOrEqual(5);
  expect(await statementsOf(() => list('sort=due'))).toBeLessThanOrEqual(6);
  expect(await statementsOf(() => list('sort=newest'))).toBeLessThanOrEqual(5);
});

interface Asked {
  text: string;
  values: unknown[];
}

/** Returns the plan of the statement that finds the first page, with all plans but those by index switched off. */
async function planOf(work: () => Promise<unknown>): Promise<string> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  await work();
  const asked = (spy.mock.calls as unknown as [string | Asked, unknown[]][])
    .map(([given, values]) => (typeof given === 'string' ? { text: given, values } : given))
    .find(({ text }) => /type_name[\s\S]*limit/.test(text))!;
  spy.mockRestore();
  const client = new pg.Client({ connectionString: desk.server.databaseUrl });
  await client.connect();
  try {
    await client.query('set enable_seqscan = off; set enable_sort = off; set enable_bitmapscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${asked.text}`, asked.values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.end();
  }
}
