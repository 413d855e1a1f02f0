import pg from 'pg';
import sql, { type Sql } from 'sql-template-tag';
import { runMigrations as migrateWorker } from 'graphile-worker';
import { apply, applyWithin, makeHistory, pendingOf, refuseUnfit } from './migration-history.js';
import { type Migration, migrationsIn } from './migrations.js';

const MIGRATION_LOCK = 4_711_001;
const MONTHS_AHEAD = 3;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Processes that start together take turns. Returns the names of the applied files. Throws `MigrationRefused`
 * if the program does not fit the database.
 */
export async function migrate(url: string, files = migrationsIn()): Promise<string[]> {
  return connected(url, async (client) => {
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const pending = await pendingOf(client, files);
    await prepareQueue(url);
    await makeHistory(client);
    for (const file of pending) await apply(client, file);
    const months = monthsFrom(new Date());
    await client.query(months.text, months.values);
    return namesOf(pending);
  });
}

/**
 * Makes the schema that a backup was taken of, within the caller's transaction. Throws `MigrationRefused` if this
 * program does not have exactly these files.
 */
export async function migrateLike(
  client: pg.Client,
  recorded: { name: string; checksum: string }[],
  files = migrationsIn(),
): Promise<void> {
  refuseUnfit(recorded, files);
  const names = new Set(recorded.map(({ name }) => name));
  await makeHistory(client);
  for (const file of files.filter(({ name }) => names.has(name))) await applyWithin(client, file);
}

/** The tables of the queue belong to its package, which makes them on connections of its own. */
export function prepareQueue(url: string): Promise<void> {
  return migrateWorker({ connectionString: url });
}

/** No program can migrate or start on this database until the transaction is over. */
export async function keepOut(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
}

/** Tells whether any version of this program, or a restoration, has made its tables here. */
export async function isInstalled(url: string): Promise<boolean> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ known: boolean }>(
      `select to_regclass('migration') is not null or to_regnamespace('huiyin_restoration') is not null as known`,
    );
    return rows[0]!.known;
  });
}

export async function pendingMigrations(url: string, files = migrationsIn()): Promise<string[]> {
  return connected(url, async (client) => namesOf(await pendingOf(client, files)));
}

export function monthsFrom(now: Date): Sql {
  return sql`
    select make_month(parent, (date_trunc('month', ${now}::timestamptz at time zone 'UTC') + make_interval(months => ahead))::date)
      from unnest(array['event', 'inbound_envelope', 'audit']) parent, generate_series(0, ${MONTHS_AHEAD}::int) ahead
     where to_regclass(parent) is not null`;
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'huiyin',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function namesOf(files: Migration[]): string[] {
  return files.map(({ name }) => name);
}
