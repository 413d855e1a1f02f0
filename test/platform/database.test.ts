import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { outageOf } from '../../src/platform/http/index.js';
import { openPlatform, type TestPlatform } from '../support/app.js';

describe('The ambient transaction', () => {
  let platform: TestPlatform;
  let database: Database;

  beforeAll(async () => {
    platform = await openPlatform();
    database = platform.get(Database);
  });
  afterAll(() => platform.close());

  const put = (key: string) => database.run(sql`insert into setting (key, value) values (${key}, '1')`);
  const has = async (key: string) =>
    (await database.rows(sql`select 1 from setting where key = ${key}`)).length === 1;

  it('a nested transaction joins the outer one, whose failure undoes what was done inside', async () => {
    const work = database.transaction(async () => {
      await database.transaction(() => put('inner'));
      throw new Error('outer fails');
    });
    await expect(work).rejects.toThrow('outer fails');
    expect(await has('inner')).toBe(false);
  });

  it('parallel transactions are kept apart', async () => {
    const results = await Promise.allSettled([
      database.transaction(async () => {
        await put('kept');
        await database.rows(sql`select pg_sleep(0.05)`);
      }),
      database.transaction(async () => {
        await put('undone');
        throw new Error('only this one fails');
      }),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
    expect([await has('kept'), await has('undone')]).toEqual([true, false]);
  });

  it('a savepoint that fails is undone alone, together with the callbacks it asked for', async () => {
    const called: string[] = [];
    await database.transaction(async () => {
      await put('before');
      database.afterCommit(() => void called.push('outer'));
      await expect(
        database.savepoint(async () => {
          await put('within');
          database.afterCommit(() => void called.push('inner'));
          throw new Error('within fails');
        }),
      ).rejects.toThrow('within fails');
      await put('after');
    });
    expect([await has('before'), await has('within'), await has('after')]).toEqual([true, false, true]);
    expect(called).toEqual(['outer']);
  });

  it('a transaction is run again when it and another one waited for each other', async () => {
    await Promise.all([put('left'), put('right')]);
    const touch = (key: string) =>
      sql`update setting set value = to_jsonb((value #>> '{}')::int + 1) where key = ${key}`;
    const runs = { left: 0, right: 0 };
    const bothHold = barrier(2);
    const cross = (first: 'left' | 'right', second: 'left' | 'right') =>
      database.transaction(async () => {
        runs[first] += 1;
        if (runs[first] > 1) await survivor;
        await database.run(touch(first));
        await bothHold();
        await database.run(touch(second));
      });
    const both = [cross('left', 'right'), cross('right', 'left')];
    const survivor = Promise.race(both);
    await Promise.all(both);
    expect(runs.left + runs.right).toBe(3);
    expect(await database.rows(sql`select value from setting where key in ('left', 'right')`)).toEqual([
      { value: 3 },
      { value: 3 },
    ]);
  });

  it('fault 40: where the connection of a transaction breaks between two statements, the database is said to be away', async () => {
    const broken = database.transaction(async () => {
      const { pid } = await database.one<{ pid: number }>(sql`select pg_backend_pid() pid`);
      await database.apart(async () => {
        await database.run(sql`select pg_terminate_backend(${pid}, 5000)`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      });
      await database.run(sql`select 1`);
    });
    const error = await broken.catch((caught: unknown) => caught);
    expect(outageOf(error)).toMatchObject({ status: 503, code: 'database_away' });
  });

  it('a statement and an idle transaction may last fifteen seconds at most', async () => {
    const rows = await database.rows<{ setting: string }>(
      sql`select setting from pg_settings where name in ('statement_timeout', 'idle_in_transaction_session_timeout')`,
    );
    expect(rows.map((row) => Number(row.setting))).toEqual([15_000, 15_000]);
  });
});

/** Holds callers back until there are as many as it waits for, and lets later ones pass. */
function barrier(parties: number): () => Promise<void> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    parties -= 1;
    if (parties <= 0) open();
    return opened;
  };
}
