import { afterAll, beforeAll, expect, it } from 'vitest';
import { CUSTOMERS, DemoModule } from '../../src/demo/index.js';
import { Acquaintance } from '../../src/demo/acquaintance.service.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { Departments } from '../../src/staff/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { openServer, type TestServer } from '../support/server.js';

const WEEK_MS = 7 * 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await openServer({ imports: [LiveModule, JobsModule, DemoModule], environment: { ROLE: 'web' } });
});
afterAll(() => server.close());

it('the demonstration’s customers were known before the week that is played', async () => {
  const database = server.get(Database);
  await server.get(Departments).create('support', { 'zh-CN': '售后', en: 'After-sales' }, SYSTEM);
  const { id } = await database.one<{ id: string }>(sql`
    insert into channel_account (key, kind, name, department_id, created_at)
    select 'shop', 'paper', '回音小店', id, now() from department returning id`);
  await server.get(Acquaintance).makeWith(id);
  const customers = await database.rows<{ name: string; createdAt: Date }>(
    sql`select name, created_at from customer order by id`,
  );
  expect(customers.map(({ name }) => name)).toEqual(Object.values(CUSTOMERS).map(({ name }) => name));
  const before = Date.now() - WEEK_MS;
  expect(customers.filter(({ createdAt }) => createdAt.getTime() > before)).toEqual([]);
  expect(new Set(customers.map(({ createdAt }) => createdAt.toDateString())).size).toBe(12);
});
