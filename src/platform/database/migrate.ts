import sql, { type Sql } from 'sql-template-tag';
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
    const months = monthsFrom(new Date());
    await source.query(months.text, months.values);
    return applied.map((migration) => migration.name);
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** The statement that makes the partitions of this month and the coming ones where they are missing. */
export function monthsFrom(now: Date): Sql {
  return sql`
    select make_month(parent, (date_trunc('month', ${now}::timestamptz at time zone 'UTC') + make_interval(months => ahead))::date)
      from unnest(array['event', 'inbound_envelope']) parent, generate_series(0, ${MONTHS_AHEAD}::int) ahead`;
}
