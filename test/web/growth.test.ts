import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Replies } from '../../src/conversations/index.js';
import { sql } from '../../src/platform/database/index.js';
import { withClient } from '../support/database.js';
import { type Desk, Workbench } from './workbench.js';

const MANY = 4_000;
/** A page shows 50 rows, and each of them may ask a table a few times. */
const FEW = 400;

let bench: Workbench;
let lina: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  lina = await bench.desk('lina');
  await bench.says('wuyan', '我要退款');
  const { identityId } = bench.cast.customers.wuyan;
  await bench.server.get(Replies).say(bench.cast.staff.lina, { identityId, text: '您好' });
  await grow();
}, 60_000);
afterAll(() => bench.close());

/** Adds many closed tickets, accepted deliveries and ended conversations. */
async function grow(): Promise<void> {
  const { lina: member } = bench.cast.staff;
  await bench.rows(sql`
    insert into ticket (id, subject, type, priority, department_id, customer_id, assignee_id, search, opened_at, updated_at,
                        status, stage, resolved_at, closed_at) overriding system value
    select 900000 + n, subject, type, priority, department_id, customer_id, ${member.id}, search, opened_at, updated_at,
           'closed', 'closed', opened_at, opened_at
      from ticket, generate_series(1, ${MANY}) n where id = (select min(id) from ticket)`);
  await bench.rows(sql`
    insert into delivery overriding system value
    select copy.* from delivery d, generate_series(1, ${MANY}) n,
           jsonb_populate_record(d, jsonb_build_object('id', 900000 + n, 'ticket_id', 900000 + n, 'provider_id', null, 'reason_key', 'copy:' || n,
             'state', 'accepted', 'due_at', null, 'lapses_at', null, 'claimed_at', now(), 'sent_at', now(), 'settled_at', now())) copy
     where d.id = (select min(id) from delivery)`);
  await bench.rows(sql`
    insert into conversation overriding system value
    select copy.* from conversation c, generate_series(1, ${MANY}) n,
           jsonb_populate_record(c, jsonb_build_object('id', 900000 + n, 'state', 'ended', 'ended_at', now(), 'unanswered_since', null)) copy
     where c.id = (select min(id) from conversation)`);
  await bench.rows(sql`vacuum analyze`);
}

describe('a page of a shop with many tickets', () => {
  it('a list of deliveries reads the tickets of its own rows and no others', async () => {
    expect((await rowsRead('/deliveries?state=accepted')).ticket).toBeLessThan(FEW);
  });

  it('an inbox that is searched for a name reads the conversations of those who have it', async () => {
    const named = `/inbox?${new URLSearchParams({ tab: 'all', q: '没有的人' })}`;
    expect((await rowsRead(named)).conversation ?? 0).toBeLessThan(FEW);
  });

  it('a queue by what is due asks each open ticket whether a clock runs, and compares it with no other clocks', async () => {
    expect(JSON.stringify(await plansOf('/tickets'))).not.toContain('"Join Type":"Anti"');
  });
});

interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

interface Asked {
  text: string;
  values: unknown[];
}

/** Tells how many rows of each table the statements of a page look at. */
async function rowsRead(path: string): Promise<Record<string, number>> {
  const read: Record<string, number> = {};
  for (const plan of await plansOf(path)) add(plan, read);
  return read;
}

/** Opens the page, and returns the plans of its statements. */
async function plansOf(path: string): Promise<Plan[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  const { status } = await lina.get(path);
  const asked = (spy.mock.calls as unknown as [string | Asked, unknown[]][])
    .map(([given, values]) => (typeof given === 'string' ? { text: given, values } : given))
    .filter(({ text }) => /^\s*(select|with)\b/.test(text));
  spy.mockRestore();
  expect(status).toBe(200);
  return withClient(bench.server.databaseUrl, async (client) => {
    const plans: Plan[] = [];
    for (const { text, values } of asked) {
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (analyze, format json) ${text}`,
        values,
      );
      plans.push(rows[0]!['QUERY PLAN'][0]!.Plan);
    }
    return plans;
  });
}

function add(plan: Plan, read: Record<string, number>): void {
  const table = plan['Relation Name'];
  const each = plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0);
  if (table) read[table] = (read[table] ?? 0) + each * plan['Actual Loops'];
  for (const part of plan.Plans ?? []) add(part, read);
}
