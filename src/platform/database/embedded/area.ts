import { mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface Area {
  root: string;
  /** A folder with this name holds a complete database and its password. */
  cluster: string;
  data: string;
  password: string;
  port: string;
  log: string;
}

/** Two spellings of one folder must lead to the same database. */
export async function areaIn(dataDir: string): Promise<Area> {
  const root = join(await canonical(dataDir), 'postgres');
  const cluster = join(root, 'cluster');
  return {
    root,
    cluster,
    data: join(cluster, 'data'),
    password: join(cluster, 'password'),
    port: join(root, 'port'),
    log: join(root, 'server.log'),
  };
}

export async function ensureDataDir(dataDir: string): Promise<void> {
  await mkdir(resolve(dataDir), { recursive: true });
}

async function canonical(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return resolve(path);
    throw error;
  }
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

export async function unless<T>(code: string, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, code)) return null;
    throw error;
  }
}

export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}
