import type pg from 'pg';
import { migrate, monthsFrom } from '../../../src/platform/database/index.js';
import { migrationsIn } from '../../../src/platform/database/migrations.js';
import { withClient } from '../database.js';
import type { Fixture } from './fixture.js';

/** Makes an empty database what the recorded one was, with the files that had been applied to it and no others. */
export async function load(url: string, fixture: Fixture): Promise<void> {
  const recorded = new Set(fixture.migrations.map(({ name }) => name));
  await migrate(
    url,
    migrationsIn().filter(({ name }) => recorded.has(name)),
  );
  await withClient(url, async (client) => {
    const months = monthsFrom(new Date(fixture.recordedAt));
    await client.query(months.text, months.values);
    await fill(client, fixture);
  });
}

/** Rows come in the order of the tables' names, so that foreign keys are not checked and triggers not called. */
async function fill(client: pg.Client, { tables, sequences }: Fixture): Promise<void> {
  await client.query('begin; set local session_replication_role = replica');
  for (const { name, rows } of tables) {
    await client.query(`delete from ${name}`);
    await client.query(
      `insert into ${name} overriding system value select * from jsonb_populate_recordset(null::${name}, $1)`,
      [`[${rows.join(',')}]`],
    );
  }
  for (const { name, value, used } of sequences) {
    await client.query('select setval($1::regclass, $2, $3)', [name, value, used]);
  }
  await client.query('commit');
}
