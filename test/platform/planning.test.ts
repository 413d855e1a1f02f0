import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, oneOf, sql } from '../../src/platform/database/index.js';
import { openPlatform, type TestPlatform } from '../support/app.js';

describe('Statements that come often', () => {
  let platform: TestPlatform;
  let database: Database;

  beforeAll(async () => {
    platform = await openPlatform();
    database = platform.get(Database);
    await database.run(sql`create table shelf (id int primary key, label text)`);
    await database.run(sql`insert into shelf values (1, 'coat')`);
  });
  afterAll(() => platform.close());

  const shelf = (id: number) => database.maybe<{ label: string }>(sql`select * from shelf where id = ${id}`);
  const remembered = () =>
    database.rows<{ statement: string }>(
      sql`select statement from pg_prepared_statements where name like ${'often_%'}`,
    );

  it('a statement that comes often is planned once, and another one each time', async () => {
    await database.transaction(async () => {
      for (let time = 0; time < 4; time += 1) await shelf(1);
      expect(await remembered()).toHaveLength(0);
      expect(await shelf(1)).toEqual({ id: 1, label: 'coat' });
      expect(await remembered()).toEqual([{ statement: 'select * from shelf where id = $1' }]);
      expect(await shelf(2)).toBeUndefined();
    });
  });

  it('a statement about some ids keeps one plan, however many they are', async () => {
    const shelves = (ids: string[]) => database.rows(sql`select label from shelf where id = ${oneOf(ids)}`);
    await database.transaction(async () => {
      for (let time = 0; time < 12; time += 1) expect(await shelves(['1', '2'])).toHaveLength(1);
      expect(await shelves([])).toEqual([]);
      const [kept] = await database.rows<{ genericPlans: string }>(
        sql`select generic_plans from pg_prepared_statements where statement like ${'select label%'}`,
      );
      expect(Number(kept!.genericPlans)).toBeGreaterThan(2);
    });
  });

  it('a statement is planned anew once a newer copy of the program has changed a table', async () => {
    await database.transaction(async () => {
      for (let time = 0; time < 6; time += 1) await shelf(1);
    });
    await database.run(sql`alter table shelf add column colour text default 'red'`);
    let attempts = 0;
    const found = await database.transaction(() => {
      attempts += 1;
      return shelf(1);
    });
    expect(found).toEqual({ id: 1, label: 'coat', colour: 'red' });
    expect(attempts).toBe(2);
  });
});
