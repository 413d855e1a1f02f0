import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  BackupRefused,
  check,
  refuseUnrestorable,
  restore,
  type Source,
  takeBackup,
} from '../../src/backups/index.js';
import { STORED_PATHS } from '../../src/conversations/index.js';
import { migrate, migrationsIn, pendingMigrations } from '../../src/platform/database/index.js';
import { cloneCast } from '../support/cloned-cast.js';
import { cloneDatabase, emptyDatabase, type TestDatabase, withClient } from '../support/database.js';
import { schemaOf } from '../support/schema/schema.js';
import { backedUp, contentOf, KEYS, sourceOf, Store } from './copies.js';
import { halting } from './halting.js';

const PASS_PHRASE = '雪落下的声音 and a horse';
const ROUNDS = 20;
/** Opening an encrypted one costs the processor half a second. */
const SEALED_ROUNDS = 6;
/** These bytes say nothing but when and where it was compressed. */
const GZIP_HEADER = 10;
const silent = () => undefined;

/** A restoration makes the whole schema anew. */
vi.setConfig({ testTimeout: 120_000 });

let original: TestDatabase;
let files: Store;
let elsewhere: Store;
let copies: TestDatabase[];
let bytes: Buffer;
let picture: { bytes: Buffer; path: string };

async function empty(): Promise<TestDatabase> {
  const database = await emptyDatabase();
  copies.push(database);
  return database;
}

beforeAll(async () => {
  copies = [];
  files = Store.make();
  elsewhere = Store.make();
  original = (await cloneCast()).database;
  const content = randomBytes(3_000_000);
  picture = { bytes: content, path: (await files.keep(content)).path };
  await fill(original.url, picture.path);
  bytes = (await backedUp(original.url, files)).bytes;
});
afterAll(async () => {
  for (const database of [original, ...copies]) await database.drop();
  for (const store of [files, elsewhere]) store.removeAll();
});

/** Puts into the tables what restoring could break: history, months, numbers, texts of every kind, jobs and files. */
async function fill(url: string, path: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`
      select make_month('event', '2024-02-01');
      insert into event (at, name, subject_type, subject_id, actor_kind, data)
      select timestamptz '2024-02-03 04:05:06.123456+00' + n * interval '1 second', 'tested', 'ticket', n, 'system',
             jsonb_build_object('text', E'tab\\t new\\nline \\\\ quote '' 雪 😀', 'n', n)
        from generate_series(1, 4000) n;
      insert into setting (key, value) values ('odd', 'null'), ('long', to_jsonb(repeat('长', 100000)));
      select append_audit('{"action": "tested", "subject_type": "test", "subject_id": "1", "actor_kind": "system"}');
      select graphile_worker.add_job('tests.waiting', '{"id": 1}', run_at => now() + interval '1 day', job_key => 'k');
      select graphile_worker.add_job('tests.failed', '{"id": 2}', max_attempts => 3);
      update graphile_worker._private_jobs set attempts = 3, last_error = 'no' where max_attempts = 3;
      select nextval('ticket_number'), nextval('ticket_number');`);
    await client.query(
      `with talk as (
         insert into conversation (identity_id, customer_id, account_id, department_id, started_at, last_message_at)
         select i.id, i.customer_id, i.account_id, a.department_id, now(), now()
           from identity i join channel_account a on a.id = i.account_id order by i.id limit 1 returning id
       ), said as (
         insert into message (conversation_id, direction, author_kind, kind, sent_at, created_at)
         select id, 'in', 'customer', 'image', now(), now() from talk returning id
       )
       insert into stored_file (message_id, media_type, bytes, sha256, path, created_at)
       select id, 'image/png', 3000000, '', $1, now() from said`,
      [path],
    );
  });
}

/** Half of them are where the heading is, and two at the very end. */
function placesIn(whole: Buffer): number[] {
  const within = (length: number) => GZIP_HEADER + Math.floor(Math.random() * (length - GZIP_HEADER));
  const random = Array.from({ length: ROUNDS - 2 }, (_, index) =>
    within(index % 2 === 0 ? whole.length : 3_000),
  );
  return [...random, whole.length - 40, whole.length - 1];
}

function changedAt(place: number, whole: Buffer): Buffer {
  const changed = Buffer.from(whole);
  changed[place]! ^= 1 + Math.floor(Math.random() * 255);
  return changed;
}

/** As the command reads it: its beginning first, and then the whole. */
async function refused(source: Source, what: string): Promise<void> {
  const reading = refuseUnrestorable(source, KEYS).then(() => check(source, silent));
  await expect(reading, what).rejects.toBeInstanceOf(BackupRefused);
}

/** Lists the statements that make the schema, without the rows. */
async function shapeOf(url: string): Promise<string[]> {
  return (await schemaOf(url)).split('\n\n').filter((statement) => !statement.startsWith('INSERT'));
}

it('the rows are counted right where the network halts behind the end of a table', async () => {
  const wire = await halting(original.url);
  const { bytes: whole } = await backedUp(wire.url, files);
  wire.close();
  const { rows } = await check(sourceOf(whole), silent);
  expect(rows).toEqual((await check(sourceOf(bytes), silent)).rows);
  expect(rows['public.event']).toBeGreaterThan(4_000);
});

describe('fault 44: a backup holds everything, and restores it in an empty place', () => {
  it('a restored copy has every row and file of the original, the same schema, and is held', async () => {
    const { url } = await empty();
    const restored = await restore(url, elsewhere, sourceOf(bytes), silent);
    expect(await contentOf(url)).toEqual(await contentOf(original.url));
    expect(await elsewhere.read(picture.path)).toEqual(picture.bytes);
    expect(await shapeOf(url)).toEqual(await shapeOf(original.url));
    expect(restored).toMatchObject({ files: 1, missing: [] });
    await withClient(url, async (client) => {
      const { rows } = await client.query(
        `select value ->> 'reason' as reason from setting where key = 'held'`,
      );
      expect(rows).toEqual([{ reason: 'restored' }]);
    });
  });

  it('a restored copy goes on numbering, keeps its jobs, and guards its history as before', async () => {
    const { url } = await empty();
    await restore(url, elsewhere, sourceOf(bytes), silent);
    await withClient(url, async (client) => {
      const next = async (at: string) =>
        withClient(
          at,
          async (one) => (await one.query(`select nextval('ticket_number') as n`)).rows as unknown,
        );
      expect(await next(url)).toEqual(await next(original.url));
      const { rows: jobs } = await client.query(
        `select task_identifier, key, attempts, max_attempts, last_error from graphile_worker.jobs order by 1`,
      );
      expect(jobs).toEqual([
        { task_identifier: 'tests.failed', key: null, attempts: 3, max_attempts: 3, last_error: 'no' },
        { task_identifier: 'tests.waiting', key: 'k', attempts: 0, max_attempts: 25, last_error: null },
      ]);
      await expect(client.query(`delete from event_2024_02`)).rejects.toThrow(/append-only/);
      await expect(client.query(`truncate event`)).rejects.toThrow(/append-only/);
      const { rows: here } = await client.query(`select count(*)::int from event_2024_02`);
      expect(here).toEqual([{ count: 4_000 }]);
    });
  });

  it('a backup can be restored by a role that owns its database and is no superuser', async () => {
    const { url } = await empty();
    const role = `owner_${randomBytes(4).toString('hex')}`;
    const name = new URL(url).pathname.slice(1);
    await withClient(url, (client) =>
      client.query(`create role ${role} login password 'x'; alter database ${name} owner to ${role}`),
    );
    const own = new URL(url);
    [own.username, own.password] = [role, 'x'];
    await restore(own.href, elsewhere, sourceOf(bytes), silent);
    expect(await contentOf(url)).toEqual(await contentOf(original.url));
    await withClient(url, (client) =>
      client.query(`reassign owned by ${role} to current_user; drop owned by ${role}`),
    );
    await withClient(url, (client) => client.query(`drop role ${role}`));
  });

  it('an encrypted backup is restored with its pass phrase, however its letters were typed', async () => {
    const { bytes: sealed } = await backedUp(original.url, files, { passPhrase: PASS_PHRASE });
    expect(sealed.includes(Buffer.from('backup.json'))).toBe(false);
    const { url } = await empty();
    await restore(url, elsewhere, sourceOf(sealed, PASS_PHRASE.normalize('NFD')), silent);
    expect(await contentOf(url)).toEqual(await contentOf(original.url));
    await expect(check(sourceOf(sealed, 'another phrase'), silent)).rejects.toThrow(
      'The pass phrase is not that',
    );
    await expect(check(sourceOf(sealed), silent)).rejects.toThrow('This backup is encrypted');
  });

  it('a backup shows one moment, whatever is written while it is being taken', async () => {
    const { database } = await cloneCast();
    copies.push(database);
    const before = await contentOf(database.url);
    const { bytes: taken } = await withClient(database.url, (client) =>
      backedUp(database.url, files, {
        tell: ({ doing }) => {
          if (doing === 'public.alarm')
            void client.query(`insert into setting (key, value) values ('late', '1')`);
        },
      }),
    );
    const { url } = await empty();
    await restore(url, elsewhere, sourceOf(taken), silent);
    expect(await contentOf(url)).toEqual(before);
    expect((await contentOf(database.url))['public.setting']).toHaveLength(
      (before['public.setting'] ?? []).length + 1,
    );
  });

  it('a backup of an older schema is restored as it was and then brought up to date', async () => {
    const older = await empty();
    await migrate(
      older.url,
      migrationsIn().filter(({ name }) => name < '0104'),
    );
    await withClient(older.url, (client) =>
      client.query(`insert into setting (key, value) values ('old', '1')`),
    );
    const { bytes: taken } = await backedUp(older.url, files);
    const { url } = await empty();
    await restore(url, elsewhere, sourceOf(taken), silent);
    expect(await pendingMigrations(url)).toEqual([]);
    expect((await contentOf(url))['public.setting']).toEqual(['{"key": "old", "value": 1}']);
  });

  it('why a backup could not be written is told as it was', async () => {
    const out = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no room')) });
    const source = { url: original.url, files, paths: STORED_PATHS, keys: KEYS };
    await expect(takeBackup(source, out)).rejects.toThrow('no room');
  });

  it('files that the store has lost are named, and the rest is backed up', async () => {
    const { taken } = await backedUp(original.url, elsewhere);
    const lost = Store.make();
    expect((await backedUp(original.url, lost)).taken).toMatchObject({ files: 0, missing: [picture.path] });
    expect(taken.missing).toEqual([]);
    lost.removeAll();
  });
});

describe('fault 44: what cannot be restored is refused with a sentence, and leaves nothing behind', () => {
  it('a database that is not empty is refused', async () => {
    const occupied = await cloneDatabase();
    copies.push(occupied);
    await expect(restore(occupied.url, elsewhere, sourceOf(bytes), silent)).rejects.toThrow(
      /^The database is not empty/,
    );
  });

  it('a key that is missing or another one is refused', async () => {
    const other = [randomBytes(32)];
    await expect(refuseUnrestorable(sourceOf(bytes), other)).rejects.toThrow(/encrypted with another key/);
    await expect(refuseUnrestorable(sourceOf(bytes), undefined)).rejects.toThrow(/never in a backup/);
    await refuseUnrestorable(sourceOf(bytes), [...other, ...KEYS]);
  });

  it('a backup of a newer schema is refused', async () => {
    const { database } = await cloneCast();
    copies.push(database);
    await withClient(database.url, (client) =>
      client.query(`insert into migration (name, checksum) values ('9999-later.sql', 'x')`),
    );
    const newer = (await backedUp(database.url, files)).bytes;
    await expect(refuseUnrestorable(sourceOf(newer), KEYS)).rejects.toThrow(
      /^This version of Huiyin cannot restore/,
    );
  });

  it(`${ROUNDS} backups in which a byte was changed, and ${ROUNDS} that were cut off, are refused`, async () => {
    for (const place of placesIn(bytes)) {
      await refused(sourceOf(changedAt(place, bytes)), `byte ${place}`);
      await refused(sourceOf(bytes.subarray(0, place)), `${place} bytes`);
    }
  });

  it(
    `of ${SEALED_ROUNDS} encrypted backups each in which a byte was changed, or that was cut off, is refused`,
    { timeout: 180_000 },
    async () => {
      const sealed = (await backedUp(original.url, files, { passPhrase: PASS_PHRASE })).bytes;
      for (const [round, place] of placesIn(sealed).slice(-SEALED_ROUNDS).entries()) {
        const broken = round % 2 === 0 ? changedAt(place, sealed) : sealed.subarray(0, place);
        const reading = check(sourceOf(broken, PASS_PHRASE), silent);
        await expect(reading, `${round}: byte ${place}`).rejects.toBeInstanceOf(BackupRefused);
      }
    },
  );

  it('a file that is something else is refused', async () => {
    for (const other of [Buffer.alloc(0), Buffer.from('hello'), randomBytes(100_000)])
      await expect(check(sourceOf(other), silent)).rejects.toThrow('This file is not a backup of Huiyin.');
  });

  it('a restoration that fails midway leaves the database as empty as it was', async () => {
    const { url } = await empty();
    await expect(
      restore(url, elsewhere, sourceOf(bytes.subarray(0, bytes.length - 1_000)), silent),
    ).rejects.toThrow();
    await restore(url, elsewhere, sourceOf(bytes), silent);
  });
});
