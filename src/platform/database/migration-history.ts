import type { Client } from 'pg';
import type { Migration } from './migrations.js';

export class MigrationRefused extends Error {
  override name = 'MigrationRefused';
}

interface Applied {
  name: string;
  checksum: string;
}

export async function pendingOf(client: Client, files: Migration[]): Promise<Migration[]> {
  await refuseHalfRestored(client);
  const applied = await appliedTo(client);
  refuseUnfit(applied, files);
  const done = new Set(applied.map(({ name }) => name));
  return files.filter(({ name }) => !done.has(name));
}

export function refuseUnfit(applied: Applied[], files: Migration[]): void {
  refuseNewer(applied, files);
  for (const one of applied) refuseOther(one, files);
}

export async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('begin');
  await applyWithin(client, migration);
  await client.query('commit');
}

/** The caller has begun a transaction. */
export async function applyWithin(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query(sql);
    await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The file migrations/${name} could not be applied: ${reason}`, { cause: error });
  }
}

export async function makeHistory(client: Client): Promise<void> {
  await client.query(`
    create table if not exists migration (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default clock_timestamp()
    )`);
}

/** A restoration makes this schema first and drops it with its last act. */
export const RESTORATION = 'huiyin_restoration';

/** An empty installation must not start where a copy is expected. */
async function refuseHalfRestored(client: Client): Promise<void> {
  const { rows } = await client.query('select from pg_namespace where nspname = $1', [RESTORATION]);
  if (rows.length === 0) return;
  throw new MigrationRefused(
    'A backup was being restored into this database, and that has not ended: ' +
      'run "npm run huiyin -- restore" again, which begins anew, or use another database.',
  );
}

async function appliedTo(client: Client): Promise<Applied[]> {
  const { rows } = await client.query<{ column: string }>(
    `select attname as column from pg_attribute where attrelid = to_regclass('migration') and attnum > 0`,
  );
  if (rows.length === 0) return [];
  if (!rows.some(({ column }) => column === 'checksum')) {
    throw new MigrationRefused(
      'This database was made by a version of Huiyin that was never released, and cannot be brought up to date: ' +
        'start with an empty database or another DATA_DIR.',
    );
  }
  return (await client.query<Applied>('select name, checksum from migration order by name')).rows;
}

function refuseNewer(applied: Applied[], files: Migration[]): void {
  const newest = numberOf(files.at(-1)?.name ?? '');
  const unknown = applied.find(({ name }) => numberOf(name) > newest);
  if (unknown === undefined) return;
  throw new MigrationRefused(
    `This database belongs to a newer version of Huiyin, which has applied migrations/${unknown.name}: ` +
      'start that version, or restore the backup made before it was installed.',
  );
}

function refuseOther({ name, checksum }: Applied, files: Migration[]): void {
  const file = files.find((one) => one.name === name);
  if (file === undefined) {
    throw new MigrationRefused(
      `The file migrations/${name} was applied to this database and is missing from this installation: put it back.`,
    );
  }
  if (file.checksum === checksum) return;
  throw new MigrationRefused(
    `The file migrations/${name} has been changed since it was applied to this database: ` +
      'put it back as it was, and write the change as a new file.',
  );
}

function numberOf(name: string): string {
  return name.slice(0, 4);
}
