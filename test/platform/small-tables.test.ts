import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloneDatabase, type TestDatabase, withClient } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

it('PostgreSQL knows from the first day how small the tables are that a business sets up', async () => {
  const { rows } = await withClient(database.url, (client) =>
    client.query<{ relname: string }>(`
      select relname from pg_class
       where relname in ('contact_setting', 'department', 'policy_target', 'ticket_type', 'channel_account')
         and (reltuples < 0 or not coalesce(reloptions, '{}') @> array['autovacuum_analyze_threshold=0'])`),
  );
  expect(rows).toEqual([]);
});
