import { DataSource } from 'typeorm';
import { runMigrations as migrateWorker } from 'graphile-worker';
import { dataSourceOptions } from './data-source.js';

const MIGRATION_LOCK = 4_711_001;
const MONTHS_AHEAD = 3;

/** Brings the schema up to date. Processes that start together take turns. Returns the names of what was applied. */
export async function migrate(url: string): Promise<string[]> {
  const source = await new DataSource({ ...dataSourceOptions(url), entities: [], poolSize: 3 }).initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.query('set statement_timeout = 0');
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await source.runMigrations({ transaction: 'all' });
    await migrateWorker({ connectionString: url });
    await makeMonths(source, new Date());
    return applied.map((migration) => migration.name);
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** Partitions for this month and the coming ones. */
export async function makeMonths(
  source: { query(text: string, values?: unknown[]): Promise<unknown> },
  now: Date,
) {
  await source.query(
    `select make_month(parent, (date_trunc('month', $1::timestamptz at time zone 'UTC') + make_interval(months => ahead))::date)
       from unnest(array['event', 'inbound_envelope']) parent, generate_series(0, $2::int) ahead`,
    [now, MONTHS_AHEAD],
  );
}
