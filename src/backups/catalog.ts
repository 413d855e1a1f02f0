import type { Client } from 'pg';
import type { Ending, Heading, Table } from './format.js';

/**
 * These tables belong to running processes or to this installation alone. Whoever was signed in signs in again, and
 * what the migrations made is made again by them.
 */
const PASSING = ['migration', 'session', 'rate_limit', 'job_worker', 'key_holder'];

const OURS = `n.nspname in ('public', 'sandbox') and not exists (
  select from pg_depend x where x.objid = c.oid and x.classid = 'pg_class'::regclass and x.deptype = 'e')`;

export async function tableNames(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all ($1) and ${OURS}
      order by n.nspname, c.relname`,
    [PASSING],
  );
  return rows.map(({ name }) => name);
}

/** A generated column is computed again when its row is restored. */
export async function tables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select format('%I.%I', n.nspname, c.relname) as name,
            (select coalesce(array_agg(quote_ident(a.attname) order by a.attnum), '{}') from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where format('%I.%I', n.nspname, c.relname) = any ($1)
      order by n.nspname, c.relname`,
    [await tableNames(client)],
  );
  return rows;
}

export async function months(client: Client): Promise<Heading['months']> {
  const { rows } = await client.query<Heading['months'][number]>(
    `select p.relname as parent, replace(right(c.relname, 7), '_', '-') || '-01' as month
       from pg_inherits i
       join pg_class c on c.oid = i.inhrelid
       join pg_class p on p.oid = i.inhparent
       join pg_namespace n on n.oid = p.relnamespace
      where p.relkind = 'p' and n.nspname = 'public' and c.relname ~ '_[0-9]{4}_[0-9]{2}$'
      order by 1, 2`,
  );
  return rows;
}

/** Numbers are given out beside transactions, so a sequence that is read last is ahead of all rows. */
export async function sequences(client: Client): Promise<Ending['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'S' and ${OURS} order by 1`,
  );
  const found: Ending['sequences'] = [];
  for (const { name } of rows) {
    const { rows: read } = await client.query<{ value: string; used: boolean }>(
      `select last_value as value, is_called as used from ${name}`,
    );
    found.push({ name, ...read[0]! });
  }
  return found;
}

/** Returns the name of something that stands in a database which should be empty. */
export async function occupant(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'S') and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'graphile_worker')
        and not exists (select from pg_depend x where x.objid = c.oid and x.classid = 'pg_class'::regclass and x.deptype = 'e')
      order by c.relname limit 1`,
  );
  return rows[0]?.name;
}

export async function installed(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ installed: boolean }>(
    `select to_regclass('public.migration') is not null as installed`,
  );
  return rows[0]!.installed;
}
