import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { FailedJobs, Jobs } from '../../src/platform/jobs/index.js';
import { cloneDatabase } from '../support/database.js';
import { Errands } from './errands.js';
import { startProgram, until, type ProgramSettings } from './program.js';

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
  const program = await startProgram({ url: database.url, providers: [Errands], ...settings });
  running.push(program);
  return program;
}

const waiting = (program: INestApplicationContext) =>
  program.get(Database).one<{ count: number }>(sql`select count(*)::int as count from graphile_worker.jobs`);

describe('a job', () => {
  it('a job is not enqueued when its transaction rolls back', async () => {
    const program = await start({ role: 'web' });
    const refused = program.get(Database).transaction(async () => {
      await program.get(Jobs).enqueue('test.errand', { id: '1' });
      throw new Error('changed our mind');
    });
    await expect(refused).rejects.toThrow('changed our mind');
    expect((await waiting(program)).count).toBe(0);
  });

  it('a job runs once its transaction has committed, with the ids it was given', async () => {
    const program = await start();
    await program.get(Database).transaction(() => program.get(Jobs).enqueue('test.errand', { id: '2' }));
    await until(() => program.get(Errands).done.includes('2'));
    await until(async () => (await waiting(program)).count === 0);
  });

  it('a job that a web process enqueues is run by a process that works on jobs', async () => {
    const web = await start({ role: 'web' });
    await web.get(Jobs).enqueueMany([
      { name: 'test.errand', payload: { id: '3' } },
      { name: 'test.errand', payload: { id: '4' } },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(web.get(Errands).done).toEqual([]);
    const worker = await start({ role: 'worker' });
    await until(() => worker.get(Errands).done.length === 2);
    expect(worker.get(Errands).done.sort()).toEqual(['3', '4']);
  });

  it('a job replaces a waiting one with the same key, and runs at its own time', async () => {
    const program = await start();
    const later = { key: 'once', runAt: new Date(Date.now() + 60_000) };
    await program.get(Jobs).enqueue('test.errand', { id: '5' }, later);
    await program.get(Jobs).enqueue('test.errand', { id: '6' }, { key: 'once' });
    await until(() => program.get(Errands).done.includes('6'));
    expect(program.get(Errands).done).not.toContain('5');
  });
});

describe('a job that fails', () => {
  it('a job that fails is tried again, then listed with its error, and runs when a person retries it', async () => {
    const program = await start();
    const failed = program.get(FailedJobs);
    program.get(Errands).broken = true;
    await program.get(Jobs).enqueue('test.errand', { id: '7' }, { maxAttempts: 2 });
    const [job] = await until(async () => {
      const { data } = await failed.list();
      return data.length > 0 && data;
    });
    expect(job).toMatchObject({
      name: 'test.errand',
      payload: { id: '7' },
      attempts: 2,
      error: { failure: 'program', said: 'Error: The shop is shut' },
    });
    expect(program.get(Errands).tried).toEqual(['7', '7']);
    program.get(Errands).broken = false;
    await failed.retry(job!.id);
    await until(() => program.get(Errands).done.includes('7'));
    expect(await until(async () => (await failed.list()).data.length === 0)).toBe(true);
  });

  it('failed jobs are listed by pages and discarded by id, and waiting jobs cannot be discarded', async () => {
    const program = await start({ role: 'web' });
    const failed = program.get(FailedJobs);
    const ids = ['11', '12', '13'];
    await program
      .get(Jobs)
      .enqueueMany(ids.map((id) => ({ name: 'test.errand', payload: { id }, maxAttempts: 1 })));
    await program.get(Database).run(sql`update graphile_worker._private_jobs set attempts = max_attempts`);
    await program.get(Jobs).enqueue('test.errand', { id: '14' });
    const first = await failed.list({ limit: 2 });
    const second = await failed.list({ limit: 2, cursor: first.next! });
    expect([...first.data, ...second.data].map((job) => job.payload)).toEqual([
      { id: '13' },
      { id: '12' },
      { id: '11' },
    ]);
    expect(second.next).toBeNull();

    for (const job of [...first.data, ...second.data]) await failed.discard(job.id);
    const left = await program.get(Database).one<{ id: string }>(sql`select id from graphile_worker.jobs`);
    await expect(failed.discard(left.id)).rejects.toMatchObject({ code: 'job_not_found' });
    await expect(failed.retry(left.id)).rejects.toMatchObject({ code: 'job_not_found' });
    await expect(failed.discard("1' or true")).rejects.toMatchObject({ code: 'job_not_found' });
    await expect(failed.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'bad_cursor' });
    await program.get(Database).run(sql`delete from graphile_worker._private_jobs`);
  });
});
