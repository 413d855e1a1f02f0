import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sweeps, Wakeups } from '../../src/platform/jobs/index.js';
import { cloneDatabase } from '../support/database.js';
import { startProgram, until } from './program.js';

/** Each row has a due time, and `done` says when its work was done. */
@Injectable()
class Errands {
  static due: number[] = [];
  static done: { due: number; at: number }[] = [];
  static failing = false;

  constructor(sweeps: Sweeps) {
    sweeps.addDue('errands', {
      work: async () => {
        if (Errands.failing) throw new Error('not now');
        const now = Date.now();
        const ready = Errands.due.filter((due) => due <= now);
        Errands.due = Errands.due.filter((due) => due > now);
        Errands.done.push(...ready.map((due) => ({ due, at: now })));
      },
      nearest: async () => (Errands.due.length > 0 ? new Date(Math.min(...Errands.due)) : null),
    });
  }
}

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let program: INestApplicationContext;
beforeAll(async () => {
  database = await cloneDatabase();
  Errands.due = [Date.now() + 3_000, Date.now() + 5_000];
  program = await startProgram({ url: database.url, providers: [Errands] });
});
afterAll(async () => {
  await program.close();
  await database.drop();
});

describe('work that is due at a known time', () => {
  it('work with a due time is done when it is due, in order and not before', async () => {
    await until(() => Errands.done.length === 2, 20_000);
    for (const { due, at } of Errands.done) expect(at).toBeGreaterThanOrEqual(due);
    expect(Errands.done[0]!.due).toBeLessThan(Errands.done[1]!.due);
  });

  it('work that became due in the meantime is done when its sweep is woken', async () => {
    Errands.due = [Date.now() - 1];
    program.get(Wakeups).wake('errands');
    await until(() => Errands.done.length === 3);
  });

  it('work that failed is tried again although nobody wakes its sweep', async () => {
    Errands.failing = true;
    Errands.due = [Date.now() - 1];
    program.get(Wakeups).wake('errands');
    await new Promise((resolve) => setTimeout(resolve, 300));
    Errands.failing = false;
    await until(() => Errands.done.length === 4);
  });
});
