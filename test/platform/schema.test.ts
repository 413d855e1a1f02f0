import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { cloneDatabase, type TestDatabase, withClient } from '../support/database.js';
import { schemaOf } from '../support/schema/schema.js';

const written = readFileSync(join(root, 'schema.sql'), 'utf8').replaceAll('\r\n', '\n');

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

it('schema.sql shows the schema that the migrations make', async () => {
  expect(await schemaOf(database.url), 'Run "npm run schema" and commit schema.sql').toBe(written);
});

it.each([
  ['a column', 'alter table note add pinned boolean'],
  ['a constraint', 'alter table refund drop constraint refund_amount_check'],
  ['an index', 'drop index note_ticket'],
  ['a trigger', 'drop trigger refuse_own_approval on refund_decision'],
  ['a trigger that is always on', 'alter table event enable trigger refuse_truncate'],
  [
    'a function',
    "create or replace function revise() returns trigger language plpgsql as 'begin return null; end'",
  ],
  ['a view', 'drop view policy_text'],
  ['a rule of WeChat', "update window_rule set allowance = 9 where source = 'menu'"],
])('schema.sql differs from a database in which %s was changed', async (_, change) => {
  const changed = await cloneDatabase();
  await withClient(changed.url, (client) => client.query(change));
  expect(await schemaOf(changed.url)).not.toBe(written);
  await changed.drop();
});
