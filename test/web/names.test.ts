import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Joining, namedIndexed } from '../../src/customers/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { CustomerQueries } from '../../src/web/queries/index.js';
import { Workbench } from './workbench.js';

const MANY = 9_000;

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
  await bench.says('xiaoming', '我要退款');
  await bench.says('emma', 'I want a refund');
  await bench.rows(sql`
    insert into customer (name, readable_name, created_at)
    select '路人' || n, '路人' || n, now() from generate_series(1, ${MANY}) n`);
  await bench.rows(sql`analyze customer`);
}, 60_000);
afterAll(() => bench.close());

const found = async (q: string, many = 50) =>
  (await bench.server.get(CustomerQueries).list(bench.cast.staff.wutao, { q, limit: many })).data.map(
    ({ name }) => name,
  );

const inbox = async (q: string) => {
  const lina = await bench.desk('lina');
  const { html } = await lina.get(`/inbox?${new URLSearchParams({ tab: 'all', q })}`);
  return [...html.matchAll(/id="conversation-(\d+)"/g)].length;
};

async function named(name: string): Promise<string> {
  const [row] = await bench.rows<{ id: string }>(
    sql`insert into customer (name, readable_name, created_at) values (${name}, lower(${name}), now()) returning id`,
  );
  return row!.id;
}

/** How many names the index has that hold the word. */
async function inIndex(word: string): Promise<number> {
  const { rows } = await bench.server.get(Database).transaction(async () => {
    await bench.rows(sql`set local enable_seqscan = off`);
    const rows = await bench.rows(sql`
      select from customer where name_words(coalesce(readable_name, lower(name)), id) @@ ${`'${word}'`}::tsquery`);
    return { rows };
  });
  return rows.length;
}

describe('a customer is found by any part of the name', () => {
  it.each(['小', '小明', '明'])('by %s, though thousands of customers came later', async (part) => {
    expect(await found(part)).toContain('小明');
    expect(await inbox(part)).toBeGreaterThan(0);
  });

  it.each(['Emma Clarke', 'emma', 'MA CL', 'a c', 'larke', 'E'])(
    'by %s, in any case and across a blank',
    async (part) => {
      expect(await found(part)).toContain('Emma Clarke');
      expect(await inbox(part)).toBeGreaterThan(0);
    },
  );

  it.each([`O'Neil \\ & | ! (x):*`, `王"'%_#1`, '###0'])('by %s, whatever signs it holds', async (name) => {
    const id = await named(name);
    expect(await found(name)).toEqual([name]);
    expect(await found(name.slice(1, 3))).toContain(name);
    await bench.rows(sql`delete from customer where id = ${id}`);
  });

  it('letters that stand in a name, but not side by side, do not find it', async () => {
    expect(await found('明小')).toEqual([]);
    expect(await found('小明小')).toEqual([]);
    expect(await inbox('明小')).toBe(0);
  });

  it('pages of a name that many have follow each other without a gap', async () => {
    const queries = bench.server.get(CustomerQueries);
    const seen: string[] = [];
    for (let cursor: string | undefined; seen.length < 500;) {
      const page = await queries.list(bench.cast.staff.wutao, { q: '路人1', limit: 100, cursor });
      seen.push(...page.data.map(({ name }) => name));
      if (page.next === null) break;
      cursor = page.next;
    }
    const all = await bench.rows<{ name: string }>(
      sql`select name from customer where name like '%路人1%' order by id desc limit 500`,
    );
    expect(seen).toEqual(all.map(({ name }) => name));
  });

  it('a member finds those whom the member may know, and nobody else', async () => {
    const { lina, liuyang } = bench.cast.staff;
    const queries = bench.server.get(CustomerQueries);
    expect((await queries.list(lina, { q: '小' })).data.map(({ name }) => name)).toEqual(['小明']);
    expect((await queries.list(liuyang, { q: '小' })).data).toEqual([]);
  });
});

describe('the index of names', () => {
  it('it follows a name that is changed, and forgets the one before', async () => {
    const id = await named('欧阳修');
    expect(await inIndex('欧阳')).toBe(1);
    await bench.rows(sql`update customer set name = '司马光', readable_name = '司马光' where id = ${id}`);
    expect([await inIndex('欧阳'), await inIndex('司马')]).toEqual([0, 1]);
    expect(await found('马光')).toEqual(['司马光']);
  });

  it('a search along the index reads no customers but those who have the name', async () => {
    const rows = await bench.rows(
      sql`explain (analyze) select u.id from customer u where ${namedIndexed('小明')}`,
    );
    expect(JSON.stringify(rows)).toContain('customer_named');
  });

  it('of two customers who turn out to be one, the talks of both are found by the name that stays', async () => {
    await bench.says('xiaohong', '我要退款');
    const before = await inbox('小明');
    const { xiaohong, xiaoming } = bench.cast.customers;
    await bench.server.get(Joining).join(xiaohong.customerId, xiaoming.customerId);
    expect(await inbox('小明')).toBe(before + 1);
    expect(await inbox('小红')).toBe(0);
  });
});
