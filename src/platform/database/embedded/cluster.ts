import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, give } from './account.js';
import { type Area, EmbeddedPostgresError, hasCode, unless } from './area.js';
import type { Binaries } from './binaries.js';
import { isAlive } from './postmaster.js';
import { type Outcome, run } from './run.js';

export const SUPERUSER = 'huiyin';

export interface Making {
  area: Area;
  binaries: Binaries;
  account: Account;
  fsync: boolean;
  connections: number;
  log: (line: string) => void;
}

export async function ensureCluster(making: Making): Promise<void> {
  await refuseUnrunnable(making);
  await removeAbandoned(making.area);
  const version = await unless('ENOENT', readFile(join(making.area.data, 'PG_VERSION'), 'utf8'));
  if (version === null) return makeCluster(making);
  await refuseOtherVersion(making, version.trim());
  await refuseLostPassword(making.area);
}

async function refuseUnrunnable({ binaries, account }: Making): Promise<void> {
  const { code, output } = await versionOf(binaries, account);
  if (code === 0) return;
  throw new EmbeddedPostgresError(
    `The PostgreSQL that comes with Huiyin does not run on this machine: ${output.trim()}. ` +
      'It needs glibc 2.27 or newer (not Alpine). Set DATABASE_URL to a PostgreSQL of your own.',
  );
}

function versionOf(binaries: Binaries, account: Account): Promise<Outcome> {
  return run(binaries.postgres, ['--version'], { account, cwd: dirname(binaries.postgres) });
}

/**
 * A killed program may leave an unfinished folder behind. If its process is still alive, the folder is being
 * worked on.
 */
async function removeAbandoned(area: Area): Promise<void> {
  for (const name of await readdir(area.root)) {
    const maker = /^making-(\d+)-/.exec(name)?.[1];
    if (maker === undefined || isSomeoneElse(Number(maker))) continue;
    await rm(join(area.root, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/**
 * In a container every program has the same process id, so a folder with our own id was left by an earlier
 * program.
 */
function isSomeoneElse(maker: number): boolean {
  return maker !== process.pid && isAlive(maker);
}

/** The cluster is made in another folder and then renamed, so a folder with the final name is complete. */
async function makeCluster(making: Making): Promise<void> {
  const { area, account, log } = making;
  log('Making the database on first use, a few seconds.');
  const folder = join(area.root, `making-${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(folder, { mode: 0o700 });
  await give(folder, account);
  await writePassword(join(folder, 'password'), account);
  await initdb(making, folder);
  try {
    await rename(folder, area.cluster);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    log('Another process made it first.');
  }
}

async function writePassword(path: string, account: Account): Promise<void> {
  await writeFile(path, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  await give(path, account);
}

/** C.UTF-8 sorts by code point and knows Chinese letters. Systems that lack it get plain C. */
async function initdb(making: Making, folder: string): Promise<void> {
  const first = await initdbWith(making, folder, 'C.UTF-8');
  if (first.code === 0) return;
  await rm(join(folder, 'data'), { recursive: true, force: true });
  const second = await initdbWith(making, folder, 'C');
  if (second.code === 0) return;
  await rm(folder, { recursive: true, force: true });
  throw new EmbeddedPostgresError(`The database could not be made in ${folder}:\n${first.output.trim()}`);
}

function initdbWith({ binaries, account, fsync }: Making, folder: string, locale: string): Promise<Outcome> {
  const options = [
    `--pgdata=${join(folder, 'data')}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${join(folder, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    `--locale=${locale}`,
    '--no-instructions',
  ];
  return run(binaries.initdb, fsync ? options : [...options, '--no-sync'], { account, cwd: folder });
}

async function refuseOtherVersion({ area, binaries, account }: Making, made: string): Promise<void> {
  const { output } = await versionOf(binaries, account);
  const ours = /(\d+)\.\d+/.exec(output)?.[1];
  if (ours === made) return;
  throw new EmbeddedPostgresError(
    `The database in ${area.data} was made by PostgreSQL ${made}; this Huiyin brings ${ours ?? output.trim()}. ` +
      'Start it with the Huiyin that made it, and move its content with an export.',
  );
}

async function refuseLostPassword({ data, password }: Area): Promise<void> {
  if ((await unless('ENOENT', stat(password))) !== null) return;
  throw new EmbeddedPostgresError(
    `The database in ${data} is there, but its password (${password}) is missing. Put the file back from a backup.`,
  );
}
