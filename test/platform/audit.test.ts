import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Audit } from '../../src/platform/audit/index.js';
import { Database, raw, sql } from '../../src/platform/database/index.js';
import { openPlatform, type TestPlatform } from '../support/app.js';

let platform: TestPlatform;
let database: Database;
let audit: Audit;
beforeAll(async () => {
  platform = await openPlatform([]);
  database = platform.get(Database);
  audit = platform.get(Audit);
});
afterAll(() => platform.close());

const act = (id: string) => ({
  action: 'calendar.changed',
  subject: { type: 'calendar', id },
  before: { hours: '09:00-18:00' },
  after: { hours: '10:00-19:00' },
  by: { kind: 'member', id: '7' } as const,
});
const count = async () =>
  (await database.one<{ count: number }>(sql`select count(*)::int as count from audit`)).count;

describe('the list of who did what', () => {
  it('keeps who did it, to what, and what it was before and is now', async () => {
    await audit.record(act('shop'));
    expect(await database.rows(sql`select * from audit`)).toMatchObject([
      {
        ...{ actorKind: 'member', actorId: '7', action: 'calendar.changed', subjectId: 'shop' },
        address: null,
      },
    ]);
  });

  it('adds nothing for a transaction or a savepoint that is undone', async () => {
    const before = await count();
    const undone = database.transaction(async () => {
      await audit.record(act('undone'));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await database.transaction(async () => {
      await audit.record(act('kept'));
      const within = database.savepoint(async () => {
        await audit.record(act('undone'));
        throw new Error('within');
      });
      await expect(within).rejects.toThrow('within');
    });
    expect(await count()).toBe(before + 1);
  });

  it('gives each of many acts at the same time one successor', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => audit.record(act(`at once ${index}`))));
    expect(await audit.firstFault()).toBeUndefined();
  });

  it('refuses to change, remove or empty its rows', async () => {
    for (const statement of ["update audit set action = 'x'", 'delete from audit', 'truncate audit'])
      await expect(database.run(sql`${raw(statement)}`)).rejects.toThrow('append-only');
  });

  it.each([
    [
      'a row that was changed',
      sql`update audit set after = '{"hours": "always"}' where id = 3`,
      '3',
      'changed',
    ],
    ['a row that was taken out', sql`delete from audit where id = 3`, '4', 'missing'],
    [
      'the newest row that was taken out',
      sql`delete from audit where id = (select max(id) from audit)`,
      undefined,
      'missing',
    ],
  ])('finds %s behind the back of its triggers', async (_what, statement, id, fault) => {
    const found = await withoutTriggers(async () => {
      await database.run(statement);
      return audit.firstFault();
    });
    expect(found).toMatchObject({ fault, ...(id && { id }) });
  });

  it('keeps a chain whose oldest months were dropped', async () => {
    const found = await withoutTriggers(async () => {
      await database.run(sql`delete from audit where id < 10`);
      return audit.firstFault();
    });
    expect(found).toBeUndefined();
  });
});

/** Does the work as somebody could who owns the database, and undoes it. */
async function withoutTriggers<T>(work: () => Promise<T>): Promise<T> {
  let result: T;
  const undone = database.transaction(async () => {
    const partitions = await database.rows<{ name: string }>(
      sql`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit'::regclass`,
    );
    for (const { name } of partitions)
      await database.run(sql`${raw(`alter table ${name} disable trigger all`)}`);
    result = await work();
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  return result!;
}
