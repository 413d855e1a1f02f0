import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, pendingMigrations } from '../../src/platform/database/index.js';
import { migration, migrationsIn } from '../../src/platform/database/migrations.js';
import { cloneDatabase, emptyDatabase, type TestDatabase, withClient } from '../support/database.js';

const LANDED = migrationsIn();
const SHELF = migration(
  '0901-shelves.sql',
  'create table shelf (id bigint);\ninsert into shelf values (1);\n',
);

let database: TestDatabase;

async function rows(statement: string): Promise<object[]> {
  return withClient(database.url, async (client) => (await client.query<object>(statement)).rows);
}

/** Returns the sentence with which the program and `doctor` refuse the database. */
async function refusal(files = LANDED): Promise<string> {
  const looking = await pendingMigrations(database.url, files).catch((error: unknown) => error);
  const migrating = await migrate(database.url, files).catch((error: unknown) => error);
  expect(migrating).toBeInstanceOf(Error);
  expect(looking).toEqual(migrating);
  expect((migrating as Error).name).toBe('MigrationRefused');
  return (migrating as Error).message;
}

describe('a database that is up to date', () => {
  beforeEach(async () => {
    database = await cloneDatabase();
  });
  afterEach(() => database.drop());

  it('a database knows the name and the checksum of every migration that it has', async () => {
    expect(await rows('select name, checksum from migration order by name')).toEqual(
      LANDED.map(({ name, checksum }) => ({ name, checksum })),
    );
    expect(await migrate(database.url)).toEqual([]);
  });

  it('a new migration is applied once', async () => {
    const files = [...LANDED, SHELF];
    expect(await pendingMigrations(database.url, files)).toEqual(['0901-shelves.sql']);
    expect(await migrate(database.url, files)).toEqual(['0901-shelves.sql']);
    expect(await migrate(database.url, files)).toEqual([]);
    expect(await rows('select id from shelf')).toEqual([{ id: '1' }]);
  });

  it('migrations with other line endings count as unchanged', async () => {
    const checkedOut = [...LANDED, migration(SHELF.name, SHELF.sql.replaceAll('\n', '\r\n'))];
    expect(await migrate(database.url, [...LANDED, SHELF])).toEqual(['0901-shelves.sql']);
    expect(await migrate(database.url, checkedOut)).toEqual([]);
  });

  it('a migration that fails leaves nothing behind, and those before it stay applied', async () => {
    const broken = migration('0902-broken.sql', 'create table broken (id bigint); select 1 / 0;');
    await expect(migrate(database.url, [...LANDED, SHELF, broken])).rejects.toThrow(
      'The file migrations/0902-broken.sql could not be applied: division by zero',
    );
    expect(await rows(`select to_regclass('broken') as broken, to_regclass('shelf') as shelf`)).toEqual([
      { broken: null, shelf: 'shelf' },
    ]);
    expect(await pendingMigrations(database.url, [...LANDED, SHELF, broken])).toEqual(['0902-broken.sql']);
  });

  it('a database refuses a program in which an applied migration has been changed', async () => {
    const changed = LANDED.map((file) =>
      file.name === '0007-tickets.sql' ? migration(file.name, `${file.sql}\ndrop table note;`) : file,
    );
    expect(await refusal([...changed, SHELF])).toBe(
      'The file migrations/0007-tickets.sql has been changed since it was applied to this database: ' +
        'put it back as it was, and write the change as a new file.',
    );
    expect(await rows(`select to_regclass('shelf') as shelf`)).toEqual([{ shelf: null }]);
  });

  it('a database refuses a program that lacks an applied migration', async () => {
    expect(await refusal(LANDED.filter(({ name }) => name !== '0008-delivery.sql'))).toBe(
      'The file migrations/0008-delivery.sql was applied to this database and is missing from this installation: ' +
        'put it back.',
    );
  });

  it('a database refuses a program that is older than itself', async () => {
    await migrate(database.url, [...LANDED, SHELF]);
    expect(await refusal()).toBe(
      'This database belongs to a newer version of Huiyin, which has applied migrations/0901-shelves.sql: ' +
        'start that version, or restore the backup made before it was installed.',
    );
  });
});

describe('an empty database', () => {
  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(() => database.drop());

  it('an empty database is filled once by two processes that start at the same time', async () => {
    const applied = await Promise.all([migrate(database.url), migrate(database.url)]);
    const names = LANDED.map(({ name }) => name);
    expect(applied.sort((one, other) => one.length - other.length)).toEqual([[], names]);
  });

  it('a command that only asks which migrations are missing leaves an empty database empty', async () => {
    expect(await pendingMigrations(database.url)).toHaveLength(LANDED.length);
    expect(await rows(`select to_regclass('migration') as history`)).toEqual([{ history: null }]);
  });

  it('a database of a version without checksums is refused and left alone', async () => {
    await rows(`
      create table migration (id serial primary key, "timestamp" bigint not null, name varchar not null);
      insert into migration ("timestamp", name) values (1763700000001, 'platform1763700000001');`);
    expect(await refusal()).toBe(
      'This database was made by a version of Huiyin that was never released, and cannot be brought up to date: ' +
        'start with an empty database or another DATA_DIR.',
    );
    expect(
      await rows(`select to_regclass('event') as event, to_regnamespace('graphile_worker') as queue`),
    ).toEqual([{ event: null, queue: null }]);
  });
});
