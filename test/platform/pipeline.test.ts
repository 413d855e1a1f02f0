import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { outageOf } from '../../src/platform/http/outage.js';
import { openPlatform, type TestPlatform } from '../support/app.js';
import { SocketWrites } from '../support/writes.js';

let platform: TestPlatform;
let database: Database;
let writes: SocketWrites;

beforeAll(async () => {
  platform = await openPlatform();
  database = platform.get(Database);
  await database.run(sql`create table shelf (id int primary key, label text not null)`);
  writes = new SocketWrites(database.url);
});
afterAll(() => {
  writes.stop();
  return platform.close();
});
beforeEach(() => database.run(sql`delete from shelf`));

const put = (id: number, label: string | null = 'coat') =>
  sql`insert into shelf values (${id}, ${label}) returning id`;
const shelf = async () =>
  (await database.rows<{ id: number }>(sql`select id from shelf order by id`)).map(({ id }) => id);
const MISSING_LABEL = { code: '23502' };
const TWICE = { code: '23505' };

describe('Statements that are sent without waiting', () => {
  it('statements run in the order in which they were sent, and what is read afterwards sees them', async () => {
    const seen = await database.transaction(async () => {
      void database.send(put(1));
      void database.send(sql`update shelf set id = 2 where id = 1`);
      return shelf();
    });
    expect(seen).toEqual([2]);
    expect(await shelf()).toEqual([2]);
  });

  it('the answer to a statement that was sent can be awaited later', async () => {
    await database.transaction(async () => {
      const answer = database.send<{ id: number }>(put(7));
      void database.send(put(8));
      expect(await answer).toEqual([{ id: 7 }]);
    });
  });

  it('a statement that fails in the midst of others leaves nothing behind, and its own error is thrown', async () => {
    const work = database.transaction(async () => {
      void database.send(put(1));
      void database.send(put(2, null));
      void database.send(put(3));
      await Promise.resolve();
    });
    await expect(work).rejects.toMatchObject(MISSING_LABEL);
    expect(await shelf()).toEqual([]);
  });

  it('whoever waits for a statement after the failed one is told why the first failed', async () => {
    const work = database.transaction(async () => {
      void database.send(put(1, null));
      await database.run(put(2));
    });
    await expect(work).rejects.toMatchObject(MISSING_LABEL);
    expect(await shelf()).toEqual([]);
  });

  it('whoever waits for a statement whose plan was to be stored after the failed one is told why that failed', async () => {
    const often = sql`select ${7}::int as often`;
    for (let time = 0; time < 8; time += 1) {
      const work = database.transaction(async () => {
        void database.send(put(1, null));
        void database.send(often);
        await database.rows(often);
      });
      await expect(work).rejects.toMatchObject(MISSING_LABEL);
    }
  });

  it('nothing is called back after the commit of a transaction in which a sent statement failed', async () => {
    let called = false;
    const work = database.transaction(async () => {
      database.afterCommit(() => void (called = true));
      void database.send(put(1, null));
      await Promise.resolve();
    });
    await expect(work).rejects.toMatchObject(MISSING_LABEL);
    expect(called).toBe(false);
  });

  it('an error of the work itself is thrown, whatever was sent', async () => {
    const work = database.transaction(async () => {
      void database.send(put(1));
      await Promise.resolve();
      throw new Error('no coats today');
    });
    await expect(work).rejects.toThrow('no coats today');
    expect(await shelf()).toEqual([]);
  });

  it('a statement that fails within a savepoint undoes what was done in it, and no more', async () => {
    await database.transaction(async () => {
      void database.send(put(1));
      const part = database.savepoint(async () => {
        void database.send(put(2));
        void database.send(put(1));
        await Promise.resolve();
      });
      await expect(part).rejects.toMatchObject(TWICE);
      void database.send(put(3));
    });
    expect(await shelf()).toEqual([1, 3]);
  });

  it('a deadlock among statements that were sent repeats the transaction', async () => {
    await database.run(sql`insert into shelf values (1, 'coat'), (2, 'hat')`);
    let attempts = 0;
    let met = 0;
    let release = () => {};
    const bothHaveOne = new Promise<void>((done) => (release = done));
    const mend = (first: number, second: number) =>
      database.transaction(async () => {
        attempts += 1;
        await database.run(sql`update shelf set label = label || '.' where id = ${first}`);
        if ((met += 1) === 2) release();
        await bothHaveOne;
        void database.send(sql`update shelf set label = label || '.' where id = ${second}`);
      });
    await Promise.all([mend(1, 2), mend(2, 1)]);
    expect(attempts).toBe(3);
    expect(await database.rows(sql`select label from shelf order by id`)).toEqual([
      { label: 'coat..' },
      { label: 'hat..' },
    ]);
  });

  it('a connection serves the next transaction after one in which a statement failed', async () => {
    const failing = () =>
      database.transaction(async () => {
        void database.send(put(1, null));
        await Promise.resolve();
      });
    for (let time = 0; time < 30; time += 1) await expect(failing()).rejects.toMatchObject(MISSING_LABEL);
    await database.transaction(() => database.run(put(1)));
    expect(await shelf()).toEqual([1]);
  });

  it('a connection that breaks between two statements is an outage, and nothing stays of the transaction', async () => {
    const work = (last: () => Promise<unknown>) =>
      database.transaction(async () => {
        const { pid } = await database.one<{ pid: number }>(sql`select pg_backend_pid() pid`);
        void database.send(put(1));
        await database.apart(() => database.run(sql`select pg_terminate_backend(${pid})`));
        void database.send(put(2));
        await last();
      });
    for (const last of [() => database.run(put(3)), () => Promise.resolve()])
      expect(await work(last).catch(outageOf)).toMatchObject({ status: 503, code: 'database_away' });
    expect(await shelf()).toEqual([]);
  });

  it('nothing is sent outside a transaction', async () => {
    expect(() => database.send(put(1))).toThrow('inside a transaction');
    expect(await shelf()).toEqual([]);
  });
});

describe('Writes to the socket', () => {
  it('a transaction opens in the write of its first statement', async () => {
    const one = () => database.transaction(() => shelf());
    await one();
    // One write asks, and one commits.
    expect(await writes.of(one)).toBe(2);
  });

  it('statements that are sent travel with the commit', async () => {
    const sending = () =>
      database.transaction(async () => {
        for (const id of [1, 2, 3]) void database.send(put(id));
        await Promise.resolve();
      });
    expect(await writes.of(sending)).toBe(1);
    expect(await shelf()).toEqual([1, 2, 3]);
  });

  it('a transaction that asks nothing writes nothing', async () => {
    expect(await writes.of(() => database.transaction(() => Promise.resolve()))).toBe(0);
  });

  it('statements side by side travel in one write', async () => {
    const both = () => database.transaction(() => Promise.all([shelf(), shelf(), shelf()]));
    await both();
    expect(await writes.of(both)).toBe(2);
  });
});

describe('Statements that are asked together outside a transaction', () => {
  const one = (value: number) => database.one<{ value: number }>(sql`select ${value}::int as value`);
  const three = () => database.together(() => Promise.all([one(1), one(2), one(3)]));

  it('three statements travel in one write, and each gets its own answer', async () => {
    await three();
    let seen: { value: number }[] = [];
    const written = await writes.of(async () => {
      seen = await three();
    });
    expect(seen.map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(written).toBe(1);
  });

  it('a statement that fails leaves the others their answers, and the next ones work', async () => {
    const [first, second, third] = await database.together(() =>
      Promise.allSettled([database.run(put(1)), database.run(put(2, null)), database.run(put(3))]),
    );
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: MISSING_LABEL });
    expect(third.status).toBe('fulfilled');
    expect(await shelf()).toEqual([1, 3]);
  });

  it('a transaction among them keeps a connection of its own, and the others do not see what it has not committed', async () => {
    const seen = await database.together(() =>
      Promise.all([
        database.transaction(async () => {
          await database.run(put(1));
          return database.apart(shelf);
        }),
        shelf(),
      ]),
    );
    expect(seen).toEqual([[], []]);
    expect(await shelf()).toEqual([1]);
  });
});
