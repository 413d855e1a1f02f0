import pg from 'pg';
import {
  keepOut,
  migrate,
  MigrationRefused,
  migrateLike,
  migrationsIn,
  prepareQueue,
  refuseUnfit,
  RESTORATION,
} from '../platform/database/index.js';
import type { FileStore } from '../platform/files/index.js';
import { ArchiveReader, type Source } from './archive-reader.js';
import { installed, occupant } from './catalog.js';
import { fingerprint } from './fingerprint.js';
import type { Ending, Heading } from './format.js';
import { type Loaded, Loading } from './loading.js';
import { LooseEnds, setSequences } from './loose-ends.js';
import { enqueueJobs, prepareJobs } from './queue.js';
import { BackupRefused, damaged } from './sentences.js';
import type { Progress } from './snapshot.js';

const SETTINGS = `
  set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0;
  set client_encoding = 'UTF8'; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'`;

export interface Restored {
  takenAt: string;
  rows: number;
  files: number;
  missing: string[];
}

/** A backup is restored into an empty place only, and whoever mistook the place is told that before anything else. */
export async function requireEmpty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'huiyin-restore' });
  await client.connect();
  await refuseOccupied(client).finally(() => client.end());
}

/** Throws `BackupRefused` where this program, with these keys, cannot restore the backup. Reads its beginning only. */
export async function refuseUnrestorable(source: Source, keys: Buffer[] | undefined): Promise<Heading> {
  const archive = await ArchiveReader.open(source);
  await archive.close();
  refuseSchema(archive.heading);
  refuseKeys(archive.heading, keys);
  return archive.heading;
}

/** Reads the whole backup and throws `BackupRefused` if a byte of it is wrong or missing. */
export async function check(source: Source, tell: (progress: Progress) => void): Promise<Heading & Ending> {
  const archive = await ArchiveReader.open(source);
  let files = 0;
  for await (const { name } of archive.entries()) {
    if (name.startsWith('files/')) files += 1;
    tell({ doing: 'check', rows: 0, files });
  }
  return { ...archive.heading, ...archive.ending };
}

/**
 * Fills an empty database in one transaction: it holds everything afterwards, or nothing as before. The copy is held
 * from its first moment on. An older schema is then brought up to date as at every start. Where this process dies, no
 * program starts until it is done again.
 */
export async function restore(
  url: string,
  files: Pick<FileStore, 'keep'>,
  source: Source,
  tell: (progress: Progress) => void,
): Promise<Restored> {
  const client = new pg.Client({ connectionString: url, application_name: 'huiyin-restore' });
  await client.connect();
  try {
    await refuseOccupied(client);
    await client.query(`create schema if not exists ${RESTORATION}`);
    const restored = await orNothing(client, async () => {
      await prepareQueue(url);
      return within(client, () => fill(client, files, source, tell));
    });
    await migrate(url);
    return restored;
  } finally {
    await client.end();
  }
}

async function orNothing<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await undo(client).catch(() => undefined);
    throw error;
  }
}

async function within<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query(SETTINGS);
  await client.query('begin');
  await keepOut(client);
  await refuseOccupied(client);
  const result = await work();
  await client.query(`drop schema if exists ${RESTORATION}`);
  await client.query('commit');
  return result;
}

async function undo(client: pg.Client): Promise<void> {
  await client.query('rollback');
  await client.query(`drop schema if exists ${RESTORATION}`);
}

async function fill(
  client: pg.Client,
  files: Pick<FileStore, 'keep'>,
  source: Source,
  tell: (progress: Progress) => void,
): Promise<Restored> {
  const archive = await ArchiveReader.open(source);
  const { heading } = archive;
  await migrateLike(client, heading.migrations);
  for (const { parent, month } of heading.months)
    await client.query('select make_month($1, $2)', [parent, month]);
  const ends = await LooseEnds.cut(client);
  // The migrations have put their own rows into some tables.
  for (const { name } of heading.tables) await client.query(`delete from ${name}`);
  await prepareJobs(client);
  const loaded = await new Loading(client, files, heading.tables, tell).load(archive);
  refuseIncomplete(loaded, archive.ending);
  await enqueueJobs(client);
  await setSequences(client, archive.ending.sequences);
  await ends.tie();
  await hold(client, heading.takenAt);
  const rows = Object.values(loaded.rows).reduce((sum, count) => sum + count, 0);
  return { takenAt: heading.takenAt, rows, files: loaded.files, missing: archive.ending.missing };
}

/** `Held` reads this row. It is there in every version of the schema, before any process can see the others. */
async function hold(client: pg.Client, takenAt: string): Promise<void> {
  await client.query(
    `insert into setting (key, value)
     values ('held', jsonb_build_object('reason', 'restored', 'since', clock_timestamp(), 'takenAt', $1::text))
     on conflict (key) do update set value = excluded.value`,
    [takenAt],
  );
}

function refuseIncomplete(loaded: Loaded, ending: Ending): void {
  const tables = Object.entries(ending.rows).every(([name, rows]) => (loaded.rows[name] ?? 0) === rows);
  if (!tables || loaded.jobs !== ending.jobs || loaded.files !== ending.files) throw damaged();
}

async function refuseOccupied(client: pg.Client): Promise<void> {
  const name = await occupant(client);
  if (name === undefined) return;
  const what = (await installed(client)) ? 'it holds an installation of Huiyin' : `there is ${name}`;
  throw new BackupRefused(
    `The database is not empty (${what}), and a backup is restored into an empty one only: ` +
      'name another database in DATABASE_URL, or another folder in DATA_DIR.',
  );
}

function refuseSchema({ migrations, program }: Heading): void {
  try {
    refuseUnfit(migrations, migrationsIn());
  } catch (error) {
    if (!(error instanceof MigrationRefused)) throw error;
    throw new BackupRefused(
      `This version of Huiyin cannot restore the backup, which version ${program} made of a database with other migrations: ` +
        'restore it with that version, then update.',
      { cause: error },
    );
  }
}

function refuseKeys({ keys: needed }: Heading, keys: Buffer[] | undefined): void {
  if (keys === undefined)
    throw new BackupRefused(
      'The secrets in this backup need its key, which is never in a backup: set SECRET_KEY, ' +
        'or put the file secrets/secret.key of the original into DATA_DIR first.',
    );
  const present = new Set(keys.map(fingerprint));
  if (needed.every((one) => present.has(one))) return;
  throw new BackupRefused(
    'The secrets in this backup were encrypted with another key: set SECRET_KEY to that of the original, ' +
      'with all its keys if it had several.',
  );
}
