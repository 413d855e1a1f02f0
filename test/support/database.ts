import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { sql } from '../../src/platform/database/index.js';

/** A database of one's own, cloned from the migrated template. `drop` ends whoever is still connected. */
export async function cloneDatabase(
  of = inject('databaseUrl'),
): Promise<{ url: string; drop(): Promise<void> }> {
  const template = new URL(of);
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(template);
  url.pathname = `/${name}`;
  await administer(
    template,
    `create database ${name} template "${template.pathname.slice(1)}" strategy file_copy`,
  );
  return { url: url.href, drop: () => administer(template, `drop database ${name} with (force)`) };
}

/** The sessions that wait for another one. */
export const WAITING_FOR_A_LOCK = sql`
  select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** While `work` runs, another session has done the statement and not committed it. */
export async function whileHeld<T>(url: string, statement: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`begin; ${statement}`);
    const result = await work();
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}

async function administer(template: URL, statement: string): Promise<void> {
  const maintenance = new URL(template);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
