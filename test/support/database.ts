import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { sql } from '../../src/platform/database/index.js';

export interface TestDatabase {
  url: string;
  /** Drops the database and ends the sessions that are still connected. */
  drop(): Promise<void>;
}

/** Clones a database of its own from the migrated template. */
export function cloneDatabase(of = inject('databaseUrl')): Promise<TestDatabase> {
  return createDatabase(of, new URL(of).pathname.slice(1));
}

/** Makes a database of its own that no migration has touched. */
export function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase(inject('databaseUrl'), 'template0');
}

async function createDatabase(server: string, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await administer(url, `create database ${name} template "${template}" strategy file_copy`);
  return { url: url.href, drop: () => administer(url, `drop database ${name} with (force)`) };
}

/** Finds the sessions that wait for another one. */
export const WAITING_FOR_A_LOCK = sql`
  select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** Runs `work` while another session has executed the statement and not committed it. */
export async function whileHeld<T>(url: string, statement: string, work: () => Promise<T>): Promise<T> {
  return withClient(url, async (client) => {
    await client.query(`begin; ${statement}`);
    const result = await work();
    await client.query('commit');
    return result;
  });
}

/** Opens a session of its own, beside those of the program. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function administer(server: URL, statement: string): Promise<void> {
  const maintenance = new URL(server);
  maintenance.pathname = '/postgres';
  await withClient(maintenance.href, (client) => client.query(statement));
}
