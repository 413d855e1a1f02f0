import type { INestApplicationContext } from '@nestjs/common';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { Jobs } from '../../src/platform/jobs/index.js';
import { cloneDatabase } from '../support/database.js';
import { Errands } from './errands.js';
import { startProgram, until, type ProgramSettings } from './program.js';

const LOADER = fileURLToPath(new URL('../support/typescript-loader.mjs', import.meta.url));
const CHILD = fileURLToPath(new URL('./jobs-child.ts', import.meta.url));
const BRISK = { beatMs: 100, deadAfterMs: 600, reapMs: 200 };

let database: Awaited<ReturnType<typeof cloneDatabase>>;
const running: INestApplicationContext[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.close();
});
afterAll(() => database.drop());

async function start(settings: Partial<ProgramSettings> = {}): Promise<INestApplicationContext> {
  const program = await startProgram({ url: database.url, providers: [Errands], jobs: BRISK, ...settings });
  running.push(program);
  return program;
}

async function killWhileItRuns(id: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', LOADER, CHILD, database.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilTaken(child, id);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function untilTaken(child: ChildProcess, id: string): Promise<void> {
  for await (const text of child.stdout!) {
    if (String(text).includes(`took ${id}`)) return;
  }
  throw new Error('The child ended without taking the job');
}

describe('a worker that is killed', () => {
  it('a worker that was killed loses its job to another one once its heartbeat is too old', async () => {
    const web = await start({ role: 'web' });
    await web.get(Jobs).enqueue('test.long', { id: 'parcel', ms: 0 });
    await killWhileItRuns('parcel');

    const other = await start({ role: 'worker' });
    await until(() => other.get(Errands).done.includes('parcel'));
    const workers = await other.get(Database).rows(sql`select id from job_worker`);
    expect(workers).toHaveLength(1);
  });

  it('a worker that was killed loses its job to another one when its heartbeat is gone', async () => {
    const web = await start({ role: 'web' });
    await web.get(Jobs).enqueue('test.long', { id: 'letter', ms: 0 });
    await killWhileItRuns('letter');
    await web.get(Database).run(sql`delete from job_worker`);

    const other = await start({ role: 'worker', jobs: { ...BRISK, deadAfterMs: 60_000 } });
    await until(() => other.get(Errands).done.includes('letter'));
  });
});

describe('a worker that breaks', () => {
  it('a worker that breaks is replaced in its process, and its job runs again', async () => {
    const program = await start({ role: 'worker', jobs: { ...BRISK, deadAfterMs: 60_000, reapMs: 60_000 } });
    await program.get(Jobs).enqueue('test.riddle', { id: 'sphinx' });
    await until(() => program.get(Errands).tried.length === 2);
    await program.get(Jobs).enqueue('test.errand', { id: 'milk' });
    await until(() => program.get(Errands).done.includes('milk'));
  });
});

describe('a worker that lives', () => {
  it('a worker that lives keeps a long job while others look for dead workers', async () => {
    const [one, other] = [await start({ role: 'worker' }), await start({ role: 'worker' })];
    await one.get(Jobs).enqueue('test.long', { id: 'walk', ms: 2_000 });
    const tries = () => [...one.get(Errands).tried, ...other.get(Errands).tried];
    await until(() => [one, other].some((program) => program.get(Errands).done.includes('walk')));
    expect(tries()).toEqual(['walk']);
  });

  it('a worker whose connections were cut comes back, and loses no job', async () => {
    const program = await start({ role: 'worker' });
    const errands = program.get(Errands);
    await program.get(Jobs).enqueue('test.long', { id: 'ferry', ms: 300 });
    await until(() => errands.tried.includes('ferry'));
    await program.get(Database).rows(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'huiyin-jobs' and datname = current_database()`);
    await program.get(Jobs).enqueue('test.errand', { id: 'bread' });
    await until(() => errands.done.includes('ferry') && errands.done.includes('bread'));
    await until(
      async () => (await program.get(Database).rows(sql`select id from graphile_worker.jobs`)).length === 0,
    );
  });

  it('a worker finishes the running job when the program stops', async () => {
    const program = await start({ role: 'worker' });
    const errands = program.get(Errands);
    await program.get(Jobs).enqueue('test.long', { id: 'short walk', ms: 400 });
    await until(() => errands.tried.includes('short walk'));
    await program.close();
    running.length = 0;
    expect(errands.done).toEqual(['short walk']);
  });

  it('a job that does not finish before the program stops is given back, and another worker runs it', async () => {
    const program = await start({ role: 'worker', jobs: { ...BRISK, drainMs: 200 } });
    await program.get(Jobs).enqueue('test.long', { id: 'long walk', ms: 3_000 });
    await until(() => program.get(Errands).tried.includes('long walk'));
    const began = Date.now();
    await program.close();
    running.length = 0;
    expect(Date.now() - began).toBeLessThan(1_500);
    const web = await start({ role: 'web' });
    const locked = sql`select id from graphile_worker.jobs where locked_by is not null or run_at > now()`;
    expect(await web.get(Database).rows(locked)).toEqual([]);

    const other = await start({ role: 'worker', jobs: { ...BRISK, deadAfterMs: 60_000, reapMs: 60_000 } });
    await until(() => other.get(Errands).tried.includes('long walk'));
  });
});
