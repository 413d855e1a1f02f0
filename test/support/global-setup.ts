import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import pg from 'pg';
import { bundle } from '../../scripts/bundle.mjs';
import { migrate } from '../../src/platform/database/index.js';
import { startEmbedded } from '../../src/platform/database/embedded/index.js';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

const MEMORY = '/dev/shm';
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * Starts one PostgreSQL for the whole run, with a migrated template that every test file clones, and builds what
 * browsers load, so that tests of pages need no build.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await bundle();
  const dataDir = mkdtempSync(join(fastestFolder(), 'huiyin-test-'));
  chmodSync(dataDir, 0o755);
  const postgres = await startEmbedded({ dataDir, fsync: false });
  await migrate(postgres.url);
  await makeTemplate(postgres.url);
  project.provide('databaseUrl', postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** Every clone copies and later removes nearly a thousand files, which takes a disk several times as long as memory. */
function fastestFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

async function makeTemplate(url: string): Promise<void> {
  const maintenance = new URL(url);
  const name = maintenance.pathname.slice(1);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  await client.query(`alter database "${name}" is_template true`);
  await client.end();
}
