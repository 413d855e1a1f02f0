import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '../platform/config/index.js';
import { CONNECTIONS_OF_A_PROCESS } from '../platform/database/index.js';
import { startEmbedded } from '../platform/database/embedded/index.js';
import { StartError } from './start-error.js';

const OLDEST_VERSION = 15;
const CONNECT_TIMEOUT_MS = 10_000;
/** Jobs run in one of the processes. */
const CONNECTIONS_OF_JOBS = 6;

interface Options {
  join?: boolean;
  /** So many will use it. */
  processes?: number;
  log?: (line: string) => void;
}

export interface DatabaseInUse {
  url: string;
  release(): Promise<void>;
}

/** Tells whether opening the database would create a new one, because nothing was ever stored in this folder. */
export function opensNew({ databaseUrl, dataDir }: Config): boolean {
  return databaseUrl === undefined && !existsSync(join(dataDir, 'postgres'));
}

/**
 * Opens the database of DATABASE_URL or, if that is not set, the embedded PostgreSQL. With `join` it shares the one of
 * a running program.
 */
export async function openDatabase(
  config: Config,
  { processes = 1, ...options }: Options = {},
): Promise<DatabaseInUse> {
  if (config.databaseUrl !== undefined) {
    const { connections } = await refuseUnusable(config.databaseUrl);
    if (processes > 1) warnOfFew(connections, processes, options.log);
    return { url: config.databaseUrl, release: async () => undefined };
  }
  const moreConnections = (processes - 1) * CONNECTIONS_OF_A_PROCESS;
  const embedded = await startEmbedded({ dataDir: config.dataDir, moreConnections, ...options });
  return { url: embedded.url, release: () => embedded.stop() };
}

function warnOfFew(accepted: number, processes: number, log?: (line: string) => void): void {
  const needed = processes * CONNECTIONS_OF_A_PROCESS + CONNECTIONS_OF_JOBS;
  if (accepted >= needed) return;
  log?.(
    `${processes} processes may need ${needed} connections, and the database of DATABASE_URL accepts ${accepted}: ` +
      'raise its max_connections, or set WEB_PROCESSES lower.',
  );
}

async function refuseUnusable(url: string): Promise<{ connections: number }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
  } catch (error) {
    throw new StartError(
      `The database of DATABASE_URL (${placeOf(url)}) cannot be used: ${reasonOf(error)}`,
      {
        cause: error,
      },
    );
  }
  const { rows } = await client.query<{ version: string; connections: number }>(
    "select current_setting('server_version') version, current_setting('max_connections')::int connections",
  );
  await client.end();
  const { version = '', connections = 0 } = rows[0] ?? {};
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return { connections };
  throw new StartError(`Huiyin needs PostgreSQL ${OLDEST_VERSION} or newer; DATABASE_URL is ${version}.`);
}

function placeOf(url: string): string {
  return URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'not an address';
}

/** A refused connection to a name with several addresses is reported as one error per address. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
