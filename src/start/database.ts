import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '../platform/config/index.js';
import { startEmbedded } from '../platform/database/embedded/index.js';
import { StartError } from './start-error.js';

const OLDEST_VERSION = 15;
const CONNECT_TIMEOUT_MS = 10_000;

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
  options: { join?: boolean; log?: (line: string) => void } = {},
): Promise<DatabaseInUse> {
  if (config.databaseUrl !== undefined) {
    await refuseUnusable(config.databaseUrl);
    return { url: config.databaseUrl, release: async () => undefined };
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir, ...options });
  return { url: embedded.url, release: () => embedded.stop() };
}

async function refuseUnusable(url: string): Promise<void> {
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
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  const version = rows[0]?.server_version ?? '';
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return;
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
