import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GroupRobotsModule } from '../../src/channels/robots/index.js';
import { Database, migrate, sql } from '../../src/platform/database/index.js';
import { type EmbeddedPostgres, startEmbedded } from '../../src/platform/database/embedded/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { WebModule } from '../../src/web/index.js';
import { signalAll } from '../support/hanging.js';
import { openServer, type TestServer } from '../support/server.js';
import { until } from './program.js';

/** Nobody who is served waits so long. */
const HANGS_MS = 60_000;

let dataDir: string;
let postgres: EmbeddedPostgres;
let server: TestServer;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'huiyin-hanging-'));
  chmodSync(dataDir, 0o755);
  postgres = await startEmbedded({ dataDir, fsync: false });
  await migrate(postgres.url);
  server = await openServer({
    databaseUrl: postgres.url,
    imports: [LiveModule, JobsModule, WebModule, GroupRobotsModule],
    environment: { ROLE: 'web', LOG_LEVEL: 'silent' },
  });
}, 120_000);
afterEach(() => signalAll(dataDir, 'SIGCONT'));
afterAll(async () => {
  await server.close();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const ask = (path: string, headers: Record<string, string>) =>
  fetch(server.url + path, { headers, redirect: 'manual', signal: AbortSignal.timeout(HANGS_MS) });
const asProgram = () => ask('/api/v1/departments', { authorization: `Bearer ${'x'.repeat(43)}` });
const asCustomer = () => ask('/t/a-link-of-somebody', { accept: 'text/html' });

describe('fault 9: while PostgreSQL hangs nobody waits for it', { timeout: 180_000 }, () => {
  it('pages and API answer 503 and when to come again, and go on by themselves afterwards', async () => {
    expect([(await asProgram()).status, (await asCustomer()).status]).toEqual([401, 404]);
    await signalAll(dataDir, 'SIGSTOP');
    // The second round finds no connection that was open before.
    for (let round = 0; round < 2; round += 1) {
      const answers = await Promise.all([asProgram(), asCustomer(), asProgram(), asCustomer()]);
      for (const { status, headers } of answers)
        expect([status, Number(headers.get('retry-after')) > 0]).toEqual([503, true]);
    }
    await signalAll(dataDir, 'SIGCONT');
    await until(async () => (await ask('/health/ready', {})).status === 200, 60_000);
    expect([(await asProgram()).status, (await asCustomer()).status]).toEqual([401, 404]);
  });

  it('a statement that takes long is waited for as long as the server answers', async () => {
    const database = server.get(Database);
    const [slow] = await database.rows<{ done: boolean }>(sql`select pg_sleep(7) is not null as done`);
    expect(slow!.done).toBe(true);
  });
});
