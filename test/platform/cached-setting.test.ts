import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database, CachedSetting, sql } from '../../src/platform/database/index.js';
import { openPlatform, type TestPlatform } from '../support/app.js';

let platform: TestPlatform;
let database: Database;
let reads = 0;

beforeAll(async () => {
  platform = await openPlatform();
  database = platform.get(Database);
});
afterAll(() => platform.close());

test('a setting that nobody has changed is read once', async () => {
  const names = departmentNames();
  const before = reads;
  for (let n = 0; n < 3; n += 1) expect(await names.get()).toEqual([]);
  expect(reads - before).toBe(1);
});

test('a changed setting is seen by the next reading in every process', async () => {
  const [here, there] = [departmentNames(), departmentNames()];
  expect([await here.get(), await there.get()]).toEqual([[], []]);
  await addDepartment('support');
  expect([await here.get(), await there.get()]).toEqual([['support'], ['support']]);
});

test('a setting that was read inside a transaction that rolls back is not cached', async () => {
  const names = departmentNames();
  const before = await names.get();
  const undone = database.transaction(async () => {
    await addDepartment('ghost');
    expect(await names.get()).toContain('ghost');
    throw new Error('never mind');
  });
  await expect(undone).rejects.toThrow('never mind');
  await addDepartment('finance');
  expect(await names.get()).toEqual([...before, 'finance']);
});

test('a transaction asks once whether any setting was changed', async () => {
  const [names, others] = [departmentNames(), departmentNames()];
  await database.transaction(async () => {
    await names.get();
    await database.apart(() => addDepartment('quality'));
    expect(await others.get()).toContain('quality');
    expect(await names.get()).not.toContain('quality');
  });
  expect(await names.get()).toContain('quality');
});

function departmentNames(): CachedSetting<string[]> {
  return new CachedSetting(database, 'sla', async () => {
    reads += 1;
    const rows = await database.rows<{ key: string }>(sql`select key from department order by id`);
    return rows.map(({ key }) => key);
  });
}

async function addDepartment(key: string): Promise<void> {
  await database.run(sql`insert into department (key, name) values (${key}, '{}')`);
}
