import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { signalAll } from '../support/hanging.js';
import { OwnPostgres } from './own-postgres.js';
import { until } from './program.js';

/** Nobody who is served waits so long. */
const HANGS_MS = 60_000;

let own: OwnPostgres;

beforeAll(async () => {
  own = await OwnPostgres.open();
}, 120_000);
afterEach(() => signalAll(own.dataDir, 'SIGCONT'));
afterAll(() => own.close());

const ask = (path: string, headers: Record<string, string>) =>
  fetch(own.server.url + path, { headers, redirect: 'manual', signal: AbortSignal.timeout(HANGS_MS) });
const asProgram = () => ask('/api/v1/departments', { authorization: `Bearer ${'x'.repeat(43)}` });
const asCustomer = () => ask('/t/a-link-of-somebody', { accept: 'text/html' });

describe('fault 9: while PostgreSQL hangs nobody waits for it', { timeout: 180_000 }, () => {
  it('pages and API answer 503 and when to come again, and go on by themselves afterwards', async () => {
    expect([(await asProgram()).status, (await asCustomer()).status]).toEqual([401, 404]);
    await signalAll(own.dataDir, 'SIGSTOP');
    // The second round finds no connection that was open before.
    for (let round = 0; round < 2; round += 1) {
      const answers = await Promise.all([asProgram(), asCustomer(), asProgram(), asCustomer()]);
      for (const { status, headers } of answers)
        expect([status, Number(headers.get('retry-after')) > 0]).toEqual([503, true]);
    }
    await signalAll(own.dataDir, 'SIGCONT');
    await until(async () => (await ask('/health/ready', {})).status === 200, 60_000);
    expect([(await asProgram()).status, (await asCustomer()).status]).toEqual([401, 404]);
  });

  it('a statement that takes long is waited for as long as the server answers', async () => {
    const database = own.server.get(Database);
    const [slow] = await database.rows<{ done: boolean }>(sql`select pg_sleep(7) is not null as done`);
    expect(slow!.done).toBe(true);
  });
});
