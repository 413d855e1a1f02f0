import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackupLog, BackupSchedule, BackupsModule, check, placeOf } from '../../src/backups/index.js';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Config } from '../../src/platform/config/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { HttpModule } from '../../src/platform/http/index.js';
import { Held } from '../../src/platform/held/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { BucketStandIn, KEYS } from '../platform/bucket.js';
import { openPlatform, type TestPlatform } from '../support/app.js';
import { cloneCast } from '../support/cloned-cast.js';

const folder = mkdtempSync(join(tmpdir(), 'huiyin-schedule-'));
const EVERY_HOUR = { ROLE: 'worker', BACKUP_EVERY: '1h', BACKUP_TO: folder, BACKUP_KEEP: '2' };
/** A whole backup is taken in each of them. */
vi.setConfig({ testTimeout: 120_000 });

let platform: TestPlatform;

beforeAll(async () => {
  platform = await open(EVERY_HOUR);
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await platform.get(Database).run(sql`delete from backup`);
  await platform.get(Database).run(sql`delete from alarm`);
});
afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});

async function open(environment: Record<string, string>): Promise<TestPlatform> {
  const { database } = await cloneCast();
  return openPlatform([HttpModule, LiveModule, JobsModule, BackupsModule], environment, database);
}

const look = (at = platform) => at.get(BackupSchedule).whenDue();
const log = (at = platform) => at.get(BackupLog).latest();
const alarms = async () => (await platform.get(Alarms).standing()).map(({ kind, data }) => ({ kind, data }));

/** What was taken lies so much further back. */
async function pass(span: string, at = platform): Promise<void> {
  await at.get(Database).run(sql`
    update backup set started_at = started_at - ${span}::interval, seen_at = seen_at - ${span}::interval`);
}

/** Names have the second in them. */
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1_001 - (Date.now() % 1_000)));

describe('fault 44: a schedule takes backups', () => {
  it('a backup is taken when one is due, not before, and is whole', async () => {
    await look();
    await look();
    const [only, ...others] = await log();
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      state: 'done',
      scheduled: true,
      place: folder,
      encrypted: false,
      error: null,
    });
    expect(readdirSync(folder)).toEqual([only!.name]);
    const place = placeOf(folder, platform.get(Config));
    const { rows } = await check({ open: () => place.open(only!.name) }, () => undefined);
    expect(Object.values(rows).reduce((sum, one) => sum + one, 0)).toBe(only!.rowCount);
    await pass('59 minutes');
    await look();
    expect(await log()).toHaveLength(1);
    await pass('1 minute');
    await nextSecond();
    await look();
    expect(await log()).toHaveLength(2);
  });

  it('processes that find a backup due at once take one', async () => {
    const schedules = [
      look(),
      platform.get(BackupLog).beginDue({ name: 'x', place: folder, encrypted: false }, 1),
    ];
    await Promise.all(schedules);
    expect(await log()).toHaveLength(1);
  });

  it('the newest are kept, older ones are removed, and what somebody else put there stays', async () => {
    writeFileSync(join(folder, 'huiyin-2020-01-01-00-00-00.backup'), 'of somebody else');
    for (let round = 0; round < 4; round += 1) {
      await nextSecond();
      await look();
      await pass('1 hour');
    }
    const rows = await log();
    expect(rows.map(({ removedAt }) => removedAt === null)).toEqual([true, true, false, false]);
    const kept = rows.slice(0, 2).map(({ name }) => name);
    expect(readdirSync(folder).sort()).toEqual(['huiyin-2020-01-01-00-00-00.backup', ...kept].sort());
  });

  it('nothing is taken while the installation is held', async () => {
    await platform.get(Held).hold();
    await look();
    expect(await log()).toEqual([]);
    await platform.get(Held).release();
    await look();
    expect(await log()).toHaveLength(1);
  });

  it('a process that takes backups and dies is found out, and another one takes the next', async () => {
    await platform.get(BackupLog).beginDue({ name: 'x', place: folder, encrypted: false }, 1);
    await pass('11 minutes');
    expect(await log()).toMatchObject([{ state: 'failed', error: 'died' }]);
    await look();
    expect(await log()).toMatchObject([{ state: 'done' }, { state: 'failed', error: 'died' }]);
  });
});

describe('fault 44: an alarm says that the last backup is old', () => {
  it('the alarm is raised when backups fail for twice their time, and ends with the next one', async () => {
    await look();
    const last = (await log())[0]!;
    await pass('2 hours 1 minute');
    await platform.get(Database).run(sql`update backup set bytes = 10 ^ 16`);
    await nextSecond();
    await look();
    const [failed] = await log();
    expect(failed).toMatchObject({ state: 'failed', error: 'backup_no_room' });
    const since = new Date(last.startedAt.getTime() - 121 * 60_000).toISOString();
    expect(await alarms()).toEqual([{ kind: 'backup.old', data: { last: since, every: '1h' } }]);
    await platform.get(Database).run(sql`update backup set bytes = 1`);
    await look();
    expect(await log()).toHaveLength(2);
    await pass('10 minutes');
    await look();
    expect(await log()).toHaveLength(3);
    expect(await alarms()).toEqual([]);
  });

  it('the alarm is raised where no backup ever succeeded', async () => {
    writeFileSync(join(folder, 'file'), 'x');
    const stuck = await open({ ...EVERY_HOUR, BACKUP_TO: join(folder, 'file') });
    await look(stuck);
    await pass('2 hours 1 minute', stuck);
    await look(stuck);
    const standing = await stuck.get(Alarms).standing();
    expect(standing).toMatchObject([{ kind: 'backup.old', data: { last: null, every: '1h' } }]);
    await stuck.close();
  });

  it('the alarm ends when there is no schedule any more', async () => {
    await platform.get(Alarms).raise('backup', 'backup.old', { last: null, every: '1h' });
    Object.assign(platform.get(Config), { backupEvery: undefined });
    await look();
    Object.assign(platform.get(Config), { backupEvery: '1h' });
    expect(await alarms()).toEqual([]);
  });
});

describe('fault 44: a schedule takes backups to a bucket', () => {
  it('a backup goes to a bucket, encrypted, and older ones are removed there', async () => {
    const bucket = new BucketStandIn();
    await bucket.open();
    const address = `${bucket.url.replace('http:', 's3+http:')}/backups`;
    const keys = {
      BACKUP_S3_REGION: KEYS.region,
      BACKUP_S3_ACCESS_KEY_ID: KEYS.accessKeyId,
      BACKUP_S3_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    };
    const passPhrase = 'a phrase that is long enough';
    const there = await open({ ...EVERY_HOUR, ...keys, BACKUP_TO: address, BACKUP_PASS_PHRASE: passPhrase });
    for (let round = 0; round < 3; round += 1) {
      await nextSecond();
      await look(there);
      await pass('1 hour', there);
    }
    const rows = await log(there);
    expect(rows).toMatchObject([1, 2, 3].map(() => ({ state: 'done', encrypted: true, place: address })));
    const names = rows.slice(0, 2).map(({ name }) => `/huiyin/backups/${name}`);
    expect([...bucket.objects.keys()].sort()).toEqual(names.sort());
    const place = placeOf(address, there.get(Config));
    await check({ open: () => place.open(rows[0]!.name), passPhrase }, () => undefined);
    await there.close();
    await bucket.close();
  });
});
