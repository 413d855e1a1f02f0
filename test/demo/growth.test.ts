import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examine } from '../../src/cli/doctor.queries.js';
import { problemsOf } from '../../src/cli/doctor.js';
import type { Grown } from '../../src/demo/index.js';
import { TABLES } from '../../src/demo/growth/sheets.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, raw, sql } from '../../src/platform/database/index.js';
import { Recomputation } from '../../src/sla/index.js';
import { growthOf } from '../../src/start/growth.js';
import { Workbench } from '../web/workbench.js';

/** Fewer than two thousand are played one by one, and more are copies for the most part. */
const SIZES = [
  { how: 'played one by one', tickets: 300, most: 1 },
  { how: 'multiplied', tickets: 2200, most: 1.05 },
];

let now: Date;
let bench: Workbench;
let grown: Grown;

async function openWith(tickets: number): Promise<void> {
  bench = await Workbench.open();
  now = bench.server.get(Clock).now();
  grown = await fill(bench, 1, tickets);
}

async function fill(shop: Workbench, seed: number, tickets: number): Promise<Grown> {
  const wished = { tickets, messages: tickets * 5, seed, now };
  return (await growthOf(shop.server).fill(wished, () => undefined))!;
}

/** Says of each table what is in it, without the order of the rows. */
async function contents(shop: Workbench): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of TABLES) {
    const [row] = await shop.rows<{ sum: string }>(
      sql`select count(*) || ' ' || coalesce(md5(string_agg(r::text, ' ' order by r::text)), '') sum from ${raw(table)}  r`,
    );
    found[table] = row!.sum;
  }
  return found;
}

describe.each(SIZES)('a grown demonstration of $tickets tickets, $how', ({ tickets: TICKETS, most }) => {
  const MESSAGES = TICKETS * 5;
  beforeAll(() => openWith(TICKETS), 120_000);
  afterAll(() => bench.close());

  it('it has as many tickets as were asked for, and nearly as many messages', async () => {
    const [counted] = await bench.rows(sql`
      select (select count(*)::int from ticket) tickets, (select count(*)::int from message) messages,
             (select count(*)::int from customer where readable_name is not null and id in (select customer_id from ticket)) customers`);
    expect(counted).toMatchObject({ tickets: TICKETS, messages: grown.messages });
    expect(grown.tickets).toBe(TICKETS);
    expect(grown.messages).toBeGreaterThan(MESSAGES * 0.95);
    expect(grown.messages).toBeLessThanOrEqual(MESSAGES * most);
  });

  it('every row names rows that are there, though the database was not asked while they were stored', async () => {
    const keys = await bench.rows<{ of: string; name: string; definition: string }>(sql`
      select conrelid::regclass::text "of", conname name, pg_get_constraintdef(oid) definition from pg_constraint
       where contype = 'f' and conrelid = any(${[...TABLES]}::regclass[])`);
    expect(keys.length).toBeGreaterThan(20);
    for (const { of, name, definition } of keys) {
      await bench.rows(sql`alter table ${raw(of)} drop constraint ${raw(name)}`);
      await bench.rows(sql`alter table ${raw(of)} add constraint ${raw(name)} ${raw(definition)}`);
    }
  });

  it('its clocks stand as their history says, kept, broken and still running', async () => {
    const found = await bench.server.get(Recomputation).compare();
    expect(found).toMatchObject({ differing: 0, differences: [] });
    expect(found.timers).toBeGreaterThan(TICKETS * 2);
    const [outcomes] = await bench.rows<{ kept: number; broken: number }>(
      sql`select count(*) filter (where not broken)::int kept, count(*) filter (where broken)::int broken from promise`,
    );
    expect(outcomes!.kept).toBeGreaterThan(outcomes!.broken);
    expect(outcomes!.broken).toBeGreaterThan(0);
  });

  it('its events lie in the months in which they happened, and none in the future', async () => {
    const [row] = await bench.rows(sql`
      select (select count(*)::int from event_default) strays, (select count(*)::int from event where at > ${now}) early,
             (select count(distinct date_trunc('month', opened_at))::int from ticket) months`);
    expect(row).toMatchObject({ strays: 0, early: 0 });
    expect(row!.months).toBeGreaterThanOrEqual(12);
  });

  it('the doctor finds nothing wrong with it', async () => {
    const findings = await examine(bench.server.get(Database), now);
    expect(problemsOf({ ...findings, jobWorkers: 1 }, now)).toEqual([]);
  });

  it('every department knows the customers of its conversations and tickets', async () => {
    const missing = await bench.rows(sql`
      select department_id, customer_id from conversation union select department_id, customer_id from ticket
      except select department_id, customer_id from department_customer`);
    expect(missing).toEqual([]);
  });

  it('nobody has two open tickets, and every closed one was resolved first', async () => {
    const faults = await bench.rows(sql`
      select customer_id from ticket where not is_finished group by 1 having count(*) > 1
      union all
      select customer_id from ticket where is_finished <> (resolved_at is not null) or (closed_at < resolved_at)
      union all
      select customer_id from conversation where ended_at < last_message_at`);
    expect(faults).toEqual([]);
  });

  it('a ticket, its conversation, messages, events and notices tell one story', async () => {
    const faults = await bench.rows(sql`
      with told as (
        select t.id, e.name, e.at, e.data, t.customer_id, t.identity_id, t.conversation_id, t.number, t.opened_at,
               t.resolved_at, t.closed_at
          from ticket t join event e on e.subject_type = 'ticket' and e.subject_id = t.id
      )
      select 'event of another', id from told
       where (data ->> 'number') <> 'T' || number or (data ->> 'customerId')::bigint <> customer_id
          or (data ->> 'conversationId')::bigint <> conversation_id or (data ->> 'identityId')::bigint <> identity_id
      union all
      select 'message of another', o.id from told o join message m on m.id = (o.data ->> 'messageId')::bigint
       where m.conversation_id <> o.conversation_id
      union all
      select 'time of another', id from told
       where (name = 'ticket.opened' and at <> opened_at) or (name = 'ticket.resolved' and at <> resolved_at)
          or (name = 'ticket.closed' and at <> closed_at)
      union all
      select 'words of another', t.id from ticket t join message m on m.conversation_id = t.conversation_id
       where m.id = (select min(id) from message f where f.conversation_id = t.conversation_id) and m.text <> t.subject
      union all
      select 'number of another', t.id from notice n join ticket t on t.id = n.ticket_id
        join delivery d on d.reason_key = 'notice:' || n.id join message m on m.id = d.message_id
       where m.text not like '%工单 T' || t.number || ' %' or d.content ->> 'text' <> m.text
      union all
      select 'not found by its number', id from ticket where not search @@ ('t' || number)::tsquery
      union all
      select 'not found by its order', id from ticket where fields ? 'order' and not search @@ (fields ->> 'order')::tsquery`);
    expect(faults).toEqual([]);
  });

  it('new tickets and messages come after it, with numbers of their own', async () => {
    await bench.says('xiaoming', '我要退款,订单 20261120123456,68.50元');
    const number = await bench.ticketOf('xiaoming');
    const [before] = await bench.rows<{ last: string }>(
      sql`select max(number) last from ticket where number <> ${number.slice(1)}`,
    );
    expect(Number(number.slice(1))).toBeGreaterThan(Number(before!.last));
  });

  it('every list opens, and so do its tickets, conversations and customers', async () => {
    const [some] = await bench.rows<Record<'number' | 'talk' | 'customer', string>>(sql`
      select 'T' || number number, conversation_id talk, customer_id customer from ticket where status = 'closed' order by id desc limit 1`);
    const wutao = await bench.desk('wutao');
    const pages = [
      ...[
        '/tickets',
        '/tickets?tab=all',
        '/tickets?tab=done',
        '/tickets?tab=all&q=退款',
        '/tickets?sort=due',
      ],
      ...['/inbox', '/deliveries', '/refunds', '/reports', '/reports/promises', '/alerts', '/settings'],
      ...[`/tickets/${some!.number}`, `/inbox/${some!.talk}`],
    ];
    for (const page of pages) expect([page, (await wutao.get(page)).status]).toEqual([page, 200]);
    expect((await wutao.get('/tickets?tab=all&q=退款')).html).toContain('退款');
  });

  it('a second growth adds to the first one', async () => {
    await fill(bench, 1, 20);
    const [row] = await bench.rows<{ count: number }>(sql`select count(*)::int from ticket`);
    expect(row!.count).toBeGreaterThanOrEqual(grown.tickets + 20);
  });
});

describe('a seed', () => {
  beforeAll(() => void (now ??= new Date('2026-11-20T06:00:00Z')));

  it('the same seed makes the same rows, and another one others', async () => {
    const shops = [await Workbench.open(), await Workbench.open(), await Workbench.open()];
    try {
      for (const [index, shop] of shops.entries()) await fill(shop, index < 2 ? 5 : 6, 60);
      const [first, second, third] = await Promise.all(shops.map(contents));
      expect(second).toEqual(first);
      expect(third!.ticket).not.toBe(first!.ticket);
    } finally {
      for (const shop of shops) await shop.close();
    }
  }, 120_000);

  it('the same seed makes the same copies', async () => {
    const shops = [await Workbench.open(), await Workbench.open()];
    try {
      for (const shop of shops) await fill(shop, 5, 2000);
      const [first, second] = await Promise.all(shops.map(contents));
      expect(second).toEqual(first);
    } finally {
      for (const shop of shops) await shop.close();
    }
  }, 120_000);
});
