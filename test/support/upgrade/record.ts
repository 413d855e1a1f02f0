import pg from 'pg';
import type { Fixture } from './fixture.js';

/** These tables live for minutes or belong to a process, and an upgrade need not keep them. */
const PASSING = ['migration', 'session', 'rate_limit', 'job_worker'];

export async function record(url: string): Promise<Fixture> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    return {
      recordedAt: new Date().toISOString(),
      migrations: (await client.query('select name, checksum from migration order by name')).rows,
      sequences: await sequences(client),
      tables: await tables(client),
    };
  } finally {
    await client.end();
  }
}

async function sequences(client: pg.Client): Promise<Fixture['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, sequencename) as name from pg_sequences
      where schemaname in ('public', 'sandbox') and last_value is not null order by 1`,
  );
  const known: Fixture['sequences'] = [];
  for (const { name } of rows) {
    const { rows } = await client.query<{ value: string; used: boolean }>(
      `select last_value as value, is_called as used from ${name}`,
    );
    known.push({ name, ...rows[0]! });
  }
  return known;
}

async function tables(client: pg.Client): Promise<Fixture['tables']> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'sandbox') and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> all ($1)
      order by 1`,
    [PASSING],
  );
  const filled: Fixture['tables'] = [];
  for (const { name } of rows) filled.push({ name, rows: await rowsOf(client, name) });
  return filled;
}

async function rowsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ row: string }>(
    `select to_jsonb(t)::text as row from ${table} t order by to_jsonb(t) -> 'id', 1`,
  );
  return rows.map(({ row }) => row);
}
