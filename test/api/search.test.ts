import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { matches } from '../../src/tickets/index.js';
import { ApiDesk, type Json } from './desk.js';

const SUBJECTS = [
  '羽绒服要退款，订单 20261110334455',
  '羽绒服什么时候补货',
  '保温杯退货退款',
  'APP 付款页报错 0x8001',
  '退换羽绒服，refund please',
  '投诉配送，羽绒服丢了',
];
const QUERIES = [
  '退款',
  '羽绒服',
  '羽绒服 退款',
  '退',
  '补',
  'ref',
  '2026',
  '0x8001',
  'APP 付款',
  '绒服退',
  '没有的词',
  '?!',
];

let desk: ApiDesk;
const open = async (subject: string) => {
  const { customerId: customer } = desk.cast.customers.zhaojun;
  const made = await desk.post(desk.cast.staff.wutao, 'tickets', { subject, type: 'inquiry', customer });
  return made.json;
};
beforeAll(async () => {
  desk = await ApiDesk.open();
  for (const subject of [...SUBJECTS, ...SUBJECTS]) await open(subject);
});
afterAll(() => desk.close());

async function found(q: string, who: 'lina' | 'wutao' = 'wutao'): Promise<string[]> {
  const numbers: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const asked = new URLSearchParams({ q, limit: '2', ...(next && { cursor: next }) });
    const page = await desk.as(desk.cast.staff[who], `tickets?${asked}`);
    expect(page.status).toBe(200);
    numbers.push(...page.json.data.map(({ number }: Json) => number));
    next = page.json.next;
  }
  return numbers;
}

/** What the words of all tickets say, read one by one. */
async function matching(q: string): Promise<string[]> {
  const rows = await desk.rows<{ number: string }>(
    sql`select 'T' || number number from ticket t where ${matches(q)} order by id desc`,
  );
  return rows.map(({ number }) => number);
}

describe('a search', () => {
  it.each(QUERIES)('every ticket that matches “%s” is found once, the newest first', async (q) => {
    const all = await matching(q);
    expect(await found(q)).toEqual(all);
    expect(await found(q, 'lina')).toEqual(all);
  });

  it('words of which many tickets have one each are found too, when only their beginning is asked for', async () => {
    for (let count = 0; count < 55; count += 1) await open(`订单 88${String(count).padStart(4, '0')}XK`);
    expect(await found('88')).toHaveLength(55);
    expect(await found('880007')).toHaveLength(1);
  });

  it('a ticket is found by what it says now, and by its old words no longer', async () => {
    const { number } = await open('吹风机有异味');
    expect(await found('吹风机')).toEqual([number]);
    await desk.rows(
      sql`update ticket set search = array_to_tsvector(array['台灯', '坏了']) where 'T' || number = ${number}`,
    );
    expect([await found('吹风机'), await found('台灯')]).toEqual([[], [number]]);
  });

  it('nobody finds what they may not see', async () => {
    const asked = await desk.as(desk.cast.staff.liuyang, `tickets?${new URLSearchParams({ q: '退款' })}`);
    expect(asked.json.data).toEqual([]);
  });
});

describe('a search in a shop with many tickets', () => {
  /** Of the newest 1,500 tickets none has the words. Older ones lie further and further back. */
  const OLDER = [900_000, 899_000, 880_000, 700_000, 300_000, 299_999, 5_000, 4_200];

  beforeAll(async () => {
    const [like] = await desk.rows<{ id: string }>(sql`select min(id) id from ticket`);
    await desk.rows(sql`
      insert into ticket (id, subject, type, priority, department_id, customer_id, search, opened_at, updated_at)
      overriding system value
      select n, subject, type, priority, department_id, customer_id,
             case when n > 900000 then array_to_tsvector(array['普通']) else array_to_tsvector(array['海关', '清关', 'hg' || n]) end,
             opened_at, updated_at
        from ticket, unnest(array(select generate_series(900001, 901500)) || ${OLDER}::int[]) n
       where id = ${like!.id}`);
    await desk.rows(sql`vacuum analyze ticket`);
  }, 60_000);

  it.each(['海关', '海关 清关', '清', 'hg', '退款'])(
    'every ticket that matches “%s” is found once, the newest first, however far back it lies',
    async (q) => {
      const all = await matching(q);
      expect(all.length).toBeGreaterThan(3);
      expect(await found(q)).toEqual(all);
    },
  );

  it('whoever sees few tickets finds the same among these', async () => {
    const { liuyang } = desk.cast.staff;
    const [one] = await desk.rows<{ number: string }>(sql`
      update ticket set department_id = ${desk.cast.departments.technical} where id = 5000 returning 'T' || number number`);
    const listed = async (path: string) =>
      (await desk.as(liuyang, path)).json.data.map(({ number }: Json) => number);
    for (const path of [`tickets?q=${encodeURIComponent('海关')}`, 'tickets', 'tickets?sort=due'])
      expect([path, await listed(path)]).toEqual([path, [one!.number]]);
  });

  it('the index of words is asked for some blocks and departments alone', async () => {
    const { support } = desk.cast.departments;
    const plan = await desk.rows(sql`
      explain select id from ticket t where ${matches('海关', { blocks: { size: 'small', last: 219, many: 2 }, departments: [support] })}`);
    expect(JSON.stringify(plan)).toMatch(/Index Cond: [^"]*海关[^"]*#219[^"]*@/);
  });
});
