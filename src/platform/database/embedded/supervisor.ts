import { dirname } from 'node:path';
import { chooseAccount, prepareRoot } from './account.js';
import { areaIn, ensureDataDir } from './area.js';
import { ClusterStart } from './cluster-start.js';
import { findBinaries } from './binaries.js';
import { ensureCluster, type Making } from './cluster.js';
import type { EmbeddedPostgres } from './handle.js';
import { findPostmaster } from './postmaster.js';
import { ableToReach } from './reach.js';
import { tryToOpen } from './session.js';

/** Enough for one process, several commands and a visitor. */
const CONNECTIONS = 60;

export interface StartOptions {
  dataDir: string;
  /** Only tests switch `fsync` off, because a power cut would then lose data. */
  fsync?: boolean;
  /** The server accepts so many connections more than it does for one process. */
  moreConnections?: number;
  /** With `join`, a command shares the database of a running program instead of being refused. */
  join?: boolean;
  log?: (line: string) => void;
}

/**
 * If another program uses the data folder, this waits 5 s and then throws an `EmbeddedPostgresError` that
 * names the process; with `join` it shares that program's database.
 */
export async function startEmbedded(options: StartOptions): Promise<EmbeddedPostgres> {
  const making = await prepare(options);
  await ensureCluster(making);
  return new ClusterStart(making, options.join ?? false).settle();
}

export async function runningEmbedded(dataDir: string): Promise<string | null> {
  const area = await areaIn(dataDir);
  const found = await findPostmaster(area);
  if (found.state !== 'live' || found.port === null) return null;
  const session = await tryToOpen(area, found.port);
  if (session instanceof Error) return null;
  const owner = await session.owner();
  await session.close();
  return owner?.ready === true ? session.url : null;
}

async function prepare(options: StartOptions): Promise<Making> {
  const { dataDir, fsync = true, moreConnections = 0, log = () => undefined } = options;
  await ensureDataDir(dataDir);
  const area = await areaIn(dataDir);
  const binaries = await findBinaries();
  const account = await ableToReach(await chooseAccount(area), [
    dirname(area.root),
    dirname(binaries.postgres),
  ]);
  await prepareRoot(area, account);
  return { area, account, binaries, fsync, connections: CONNECTIONS + moreConnections, log };
}
