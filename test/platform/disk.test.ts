import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Config } from '../../src/platform/config/index.js';
import { DiskModule, DiskWatch } from '../../src/platform/disk/index.js';
import { Health, HttpModule } from '../../src/platform/http/index.js';
import { openPlatform, type TestPlatform } from '../support/app.js';

/** More than any disk has. */
const TOO_MUCH = '999999999';
/** In memory, on most machines that run the tests. */
const ANOTHER_DISK = '/dev/shm';

const open: TestPlatform[] = [];
afterEach(async () => {
  for (const platform of open.splice(0)) await platform.close();
});

async function openWith(environment: Record<string, string>): Promise<TestPlatform> {
  const platform = await openPlatform([HttpModule, DiskModule], environment);
  open.push(platform);
  return platform;
}

const standing = (platform: TestPlatform) => platform.get(Alarms).standing();
const isAnother = () => statSync(ANOTHER_DISK, { throwIfNoEntry: false })?.dev !== statSync(tmpdir()).dev;

describe('fault 41: a disk that is nearly full is known before it is full', () => {
  it('an alarm stands while less than FREE_SPACE_MB is free, and readiness tells that nearly nothing is', async () => {
    const platform = await openWith({ FREE_SPACE_MB: TOO_MUCH });
    await platform.get(DiskWatch).look();
    const { dataDir } = platform.get(Config);
    expect(await standing(platform)).toMatchObject([{ kind: 'disk.low', data: { folder: dataDir } }]);
    expect((await platform.get(Health).readiness()).checks).toMatchObject({ disk: 'failing' });
    Object.assign(platform.get(Config), { freeSpaceMb: 0 });
    await platform.get(DiskWatch).look();
    expect(await standing(platform)).toEqual([]);
    expect((await platform.get(Health).readiness()).checks).toMatchObject({ disk: 'ok' });
  });

  it('a process that ends takes its alarm with it', async () => {
    const platform = await openWith({ FREE_SPACE_MB: TOO_MUCH });
    await platform.get(DiskWatch).look();
    await platform.get(DiskWatch).beforeApplicationShutdown();
    expect(await standing(platform)).toEqual([]);
  });

  it('of several processes of a program only the one that leads raises alarms of disks', async () => {
    const platform = await openWith({ FREE_SPACE_MB: TOO_MUCH });
    Object.assign(platform.get(Config), { leads: false });
    await platform.get(DiskWatch).look();
    expect(await standing(platform)).toEqual([]);
    Object.assign(platform.get(Config), { leads: true });
    await platform.get(DiskWatch).look();
    expect(await standing(platform)).toHaveLength(1);
  });

  it.runIf(isAnother())('the disk that backups go to is watched where it is another one', async () => {
    const place = mkdtempSync(join(ANOTHER_DISK, 'huiyin-'));
    const backups = { BACKUP_EVERY: '1d', BACKUP_TO: join(place, 'not', 'there', 'yet') };
    const platform = await openWith({ FREE_SPACE_MB: TOO_MUCH, ...backups });
    await platform.get(DiskWatch).look();
    const folders = (await standing(platform)).map(({ data }) => (data as { folder: string }).folder);
    expect(folders.sort()).toEqual([backups.BACKUP_TO, platform.get(Config).dataDir].sort());
    rmSync(place, { recursive: true });
  });

  it('one disk is told once, although backups go there, too', async () => {
    const backups = { BACKUP_EVERY: '1d', BACKUP_TO: join(tmpdir(), 'backups-of-huiyin') };
    const platform = await openWith({ FREE_SPACE_MB: TOO_MUCH, ...backups });
    await platform.get(DiskWatch).look();
    expect(await standing(platform)).toHaveLength(1);
  });
});
