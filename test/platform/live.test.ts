import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { Sweeps, Wakeups } from '../../src/platform/jobs/index.js';
import { Live } from '../../src/platform/live/index.js';
import { cloneDatabase } from '../support/database.js';
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
  const program = await startProgram({ url: database.url, ...settings });
  running.push(program);
  return program;
}

function hintsHeardBy(program: INestApplicationContext, topic = 'changed'): unknown[] {
  const messages: unknown[] = [];
  program.get(Live).subscribe(topic, (data) => messages.push(...data));
  return messages;
}

const shortPause = () => new Promise((resolve) => setTimeout(resolve, 250));

describe('a hint', () => {
  it('a hint reaches every process, including the one that sends it', async () => {
    const [one, other] = [await start(), await start()];
    const [own, others] = [hintsHeardBy(one), hintsHeardBy(other)];
    one.get(Live).changed({ ticket: '100001', departments: ['2'] });
    await until(() => own.length === 1 && others.length === 1);
    expect(others).toEqual([{ ticket: '100001', departments: ['2'] }]);
    expect(own).toEqual(others);
  });

  it('a hint is sent after the commit and not before', async () => {
    const [one, other] = [await start(), await start()];
    const others = hintsHeardBy(other);
    await one.get(Database).transaction(async () => {
      one.get(Live).changed({ ticket: '100002', departments: [] });
      await shortPause();
      expect(others).toEqual([]);
    });
    await until(() => others.length === 1);
  });

  it('a hint is never sent from a transaction or savepoint that rolled back', async () => {
    const [one, other] = [await start(), await start()];
    const others = hintsHeardBy(other);
    const db = one.get(Database);
    const hint = (ticket: string) => one.get(Live).changed({ ticket, departments: [] });
    await db.transaction(async () => {
      hint('kept');
      const undone = db.savepoint(async () => {
        hint('undone');
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
    });
    const refused = db.transaction(async () => {
      hint('refused');
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    await shortPause();
    expect(others).toEqual([{ ticket: 'kept', departments: [] }]);
  });

  it('a hint repeated within a moment is sent once, and many hints share few notifications', async () => {
    const program = await start();
    const listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    const packets: string[] = [];
    listener.on('notification', ({ payload }) => packets.push(payload ?? ''));
    await listener.query('listen huiyin_live');
    const all = hintsHeardBy(program);
    for (let round = 0; round < 3; round += 1) {
      for (let ticket = 0; ticket < 500; ticket += 1) {
        program.get(Live).changed({ ticket: String(100_000 + ticket), departments: ['1', '2'] });
      }
    }
    await until(() => all.length >= 500);
    await shortPause();
    await listener.end();
    expect(all).toHaveLength(500);
    expect(packets.length).toBeLessThan(10);
    expect(Math.max(...packets.map((packet) => Buffer.byteLength(packet)))).toBeLessThan(8_000);
  });

  it('a hint that is too large for a notification is refused where it is given', async () => {
    const live = (await start()).get(Live);
    expect(() => live.publish('phone', '字'.repeat(3_000))).toThrow('larger than 7000 bytes');
    expect(() => live.publish('changed', {})).toThrow('changed()');
  });
});

describe('a listener whose connection ends', () => {
  it('a listener that lost its connection listens again, and says once that it may have missed something', async () => {
    const program = await start();
    let resyncs = 0;
    program.get(Live).onResync(() => (resyncs += 1));
    const all = hintsHeardBy(program);
    await program.get(Database).rows(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'huiyin-live' and datname = current_database()`);
    program.get(Live).changed({ ticket: '100003', departments: [] });
    await until(() => resyncs === 1 && all.length === 1);
    program.get(Live).changed({ ticket: '100004', departments: [] });
    await until(() => all.length === 2);
    expect(resyncs).toBe(1);
  });
});

describe('a wake-up', () => {
  it('a wake-up runs the named sweep after the commit, in the process that works on jobs', async () => {
    const [web, worker] = [await start({ role: 'web' }), await start({ role: 'worker' })];
    const swept = { web: 0, worker: 0 };
    web.get(Sweeps).add('deliveries', async () => void (swept.web += 1));
    worker.get(Sweeps).add('deliveries', async () => void (swept.worker += 1));
    await web.get(Database).transaction(async () => {
      web.get(Wakeups).wake('deliveries');
      await shortPause();
      expect(swept.worker).toBe(0);
    });
    await until(() => swept.worker === 1);
    expect(swept.web).toBe(0);
  });
});
