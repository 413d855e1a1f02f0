import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { placed, type Place, placeOf, type Target } from '../../src/backups/index.js';
import { BucketPlace } from '../../src/backups/places/bucket-place.js';
import { readConfig } from '../../src/platform/config/index.js';
import { BucketStandIn, KEYS } from '../platform/bucket.js';
import { TEST_KEY } from '../support/key.js';
import { freePort } from '../support/program.js';

const MB = 1024 ** 2;
const folder = mkdtempSync(join(tmpdir(), 'huiyin-places-'));
const bucket = new BucketStandIn();

beforeAll(() => bucket.open());
beforeEach(() => {
  bucket.objects.clear();
  bucket.asked.length = 0;
  bucket.moods.length = 0;
});
afterAll(async () => {
  await bucket.close();
  rmSync(folder, { recursive: true, force: true });
});

const inBucket = () =>
  new BucketPlace('s3://there/backups', { url: `${bucket.url}/backups`, ...KEYS }, [1, 1]);
const inFolder = () => placeOf(folder, { backupKeys: undefined });

async function put(place: Place, name: string, bytes: Buffer): Promise<void> {
  const target = await place.create(name);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 100_000) }, (_, index) =>
    bytes.subarray(index * 100_000, (index + 1) * 100_000),
  );
  await pipeline(Readable.from(chunks, { objectMode: false }), target.out);
  await target.keep();
}

const got = async (place: Place, name: string) => buffer(await place.open(name));

describe('fault 44: a backup goes to a folder or to a bucket', () => {
  it.each<[string, () => Place]>([
    ['a folder', inFolder],
    ['a bucket', inBucket],
  ])(
    '%s gives back what was put there, has each name once, and loses what is removed',
    async (_where, place) => {
      const bytes = randomBytes(300_000);
      await put(place(), 'one.backup', bytes);
      expect((await got(place(), 'one.backup')).equals(bytes)).toBe(true);
      await expect(place().create('one.backup')).rejects.toThrow(/There is a file .*one\.backup already\./);
      await place().remove('one.backup');
      await place().remove('one.backup');
      await expect(place().open('one.backup')).rejects.toThrow(/^There is no file .*one\.backup\.$/);
    },
  );

  it.each<[string, () => Place, () => Promise<unknown[]>]>([
    ['a folder', inFolder, () => readdir(folder)],
    ['a bucket', inBucket, async () => [...bucket.objects.keys(), ...bucket.uploads.keys()]],
  ])('%s shows nothing of a backup that was not finished', async (_where, place, shown) => {
    const target = await place().create('half.backup');
    target.out.write(randomBytes(1_000));
    await expect(place().open('half.backup')).rejects.toThrow('There is no file');
    await target.discard();
    expect(await shown()).toEqual([]);
  });

  it('a large backup goes to a bucket in parts and comes back whole', { timeout: 120_000 }, async () => {
    const bytes = randomBytes(36 * MB);
    await put(inBucket(), 'large.backup', bytes);
    expect(bucket.asked.filter((one) => one.startsWith('PUT'))).toHaveLength(2);
    expect((await got(inBucket(), 'large.backup')).equals(bytes)).toBe(true);
  });

  it('a bucket that is busy for a moment loses nothing, neither on the way there nor back', async () => {
    const bytes = randomBytes(200_000);
    const target = await inBucket().create('busy.backup');
    bucket.moods.push(503, 503, 503, 500);
    target.out.end(bytes);
    await new Promise((resolve) => target.out.on('finish', resolve));
    bucket.moods.push(503, 503, 503, 503);
    await target.keep();
    bucket.moods.push(500, 500, 500, 500);
    expect((await got(inBucket(), 'busy.backup')).equals(bytes)).toBe(true);
  });

  it('a backup that a bucket put together although its answer was lost is kept', async () => {
    const target = await inBucket().create('lost.backup');
    target.out.end(randomBytes(1_000));
    await new Promise((resolve) => target.out.on('finish', resolve));
    bucket.losesAnswer = true;
    await target.keep();
    bucket.losesAnswer = false;
  });

  it('a backup that is replaced while it is being read is no mixture of both', async () => {
    await put(inBucket(), 'changing.backup', randomBytes(500_000));
    const reading = await inBucket().open('changing.backup');
    await new Promise((resolve) => reading.once('readable', resolve));
    bucket.objects.set('/huiyin/backups/changing.backup', randomBytes(500_000));
    await expect(buffer(reading)).rejects.toThrow('cannot be used: The file store answered 412');
  });
});

describe('fault 44: two backups to one path do not write into each other', () => {
  const filled = async (target: Target, bytes: Buffer) => {
    await pipeline(Readable.from([bytes], { objectMode: false }), target.out);
    await target.keep();
  };
  const drafts = async () => (await readdir(folder)).filter((name) => name.endsWith('.part'));

  it('of ten that begin at once one is kept, whole, and the others are refused with a sentence', async () => {
    const contents = Array.from({ length: 10 }, () => randomBytes(200_000));
    const ends = await Promise.allSettled(
      contents.map(async (bytes) => filled(await inFolder().create('raced.backup'), bytes)),
    );
    const kept = ends.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    expect(kept).toHaveLength(1);
    for (const end of ends)
      if (end.status === 'rejected')
        expect(String(end.reason)).toMatch(/^BackupRefused: (Another backup to|There is a file) /);
    expect((await got(inFolder(), 'raced.backup')).equals(contents[kept[0]!]!)).toBe(true);
    expect(await drafts()).toEqual([]);
  });

  it('the second of two is refused at its beginning and leaves the draft of the first alone', async () => {
    const first = await inFolder().create('twice.backup');
    await expect(inFolder().create('twice.backup')).rejects.toThrow(
      /^Another backup to .*twice\.backup is being taken/,
    );
    const bytes = randomBytes(100_000);
    await filled(first, bytes);
    expect((await got(inFolder(), 'twice.backup')).equals(bytes)).toBe(true);
  });

  it('fault 9: of two that go to one name of a bucket at once, the first is kept and the other is refused', async () => {
    const [first, second] = [await inBucket().create('both.backup'), await inBucket().create('both.backup')];
    const bytes = randomBytes(10_000);
    await filled(first, bytes);
    await expect(filled(second, randomBytes(10_000))).rejects.toThrow(
      /^There is a file .*both\.backup already/,
    );
    await second.discard();
    expect((await got(inBucket(), 'both.backup')).equals(bytes)).toBe(true);
  });

  it.each([
    ['knows', true],
    ['does not know', false],
  ])(
    'fault 9: a bucket that %s conditions keeps a backup, and one of two that end at the same moment',
    async (_, knows) => {
      bucket.knowsConditions = knows;
      const bytes = [randomBytes(10_000), randomBytes(10_000)];
      const targets = [await inBucket().create('twin.backup'), await inBucket().create('twin.backup')];
      const ends = await Promise.allSettled(targets.map((target, index) => filled(target, bytes[index]!)));
      const kept = ends.filter(({ status }) => status === 'fulfilled').length;
      const found = await got(inBucket(), 'twin.backup');
      expect(bytes.some((one) => one.equals(found))).toBe(true);
      if (knows) expect(kept).toBe(1);
      else expect(kept).toBeGreaterThanOrEqual(1);
      bucket.knowsConditions = true;
    },
  );

  it('a file that somebody puts there meanwhile is never replaced', async () => {
    const target = await inFolder().create('meanwhile.backup');
    await writeFile(join(folder, 'meanwhile.backup'), 'precious');
    await expect(filled(target, randomBytes(10))).rejects.toThrow(
      /^There is a file .*meanwhile\.backup already\.$/,
    );
    await target.discard();
    expect(await readFile(join(folder, 'meanwhile.backup'), 'utf8')).toBe('precious');
  });

  it('the name of a link that leads nowhere is taken', async () => {
    await symlink(join(folder, 'nowhere'), join(folder, 'link.backup'));
    await expect(inFolder().create('link.backup')).rejects.toThrow(
      /^There is a file .*link\.backup already\.$/,
    );
  });

  it('what a killed backup left is removed, and nothing that is not a draft of ours', async () => {
    const killed = await inFolder().create('killed.backup');
    killed.out.destroy();
    const [left] = await drafts();
    const longAgo = new Date(Date.now() - 3 * 60_000);
    await writeFile(join(folder, 'letter.part'), 'of somebody else');
    for (const name of [left!, 'letter.part']) await utimes(join(folder, name), longAgo, longAgo);
    await put(inFolder(), 'killed.backup', randomBytes(10));
    expect(await drafts()).toEqual(['letter.part']);
    rmSync(join(folder, 'letter.part'));
  });
});

describe('fault 44: a place that cannot be used is refused with a sentence', () => {
  it('a bucket that refuses the keys, or is away, says so without naming a key', async () => {
    const wrong = new BucketPlace('s3://there', { url: bucket.url, ...KEYS, secretAccessKey: 'guessed' }, []);
    await expect(wrong.create('x')).rejects.toThrow(
      /^s3:\/\/there cannot be used: .* answered 403 to HEAD\.$/,
    );
    const closed = `http://127.0.0.1:${await freePort()}/x`;
    const away = new BucketPlace('s3://there', { url: closed, ...KEYS }, [1]);
    await expect(away.create('x')).rejects.toThrow('s3://there cannot be used: fetch failed (ECONNREFUSED).');
  });

  it('a bucket without room says so', async () => {
    const target = await inBucket().create('full.backup');
    bucket.moods.push(507, 507, 507);
    target.out.end(randomBytes(1_000));
    const error = await new Promise<Error>((resolve) => target.out.on('error', resolve));
    expect(error.message).toBe('There is no room left in s3://there/backups.');
  });

  it('a folder that is a file is refused, and a folder with too little room keeps what it has', async () => {
    await writeFile(join(folder, 'file'), 'x');
    const place = placeOf(join(folder, 'file'), { backupKeys: undefined });
    await expect(place.create('one.backup')).rejects.toThrow(/file cannot be used: /);
    await expect(inFolder().create('huge.backup', 10 ** 16)).rejects.toThrow(
      /^Only \d+ MB are free in .*, and the last backup had 9536743164 MB: make room there\.$/,
    );
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('x');
    rmSync(join(folder, 'file'));
  });

  it('a backup in a folder can be read by its user alone', async () => {
    await put(inFolder(), 'own.backup', randomBytes(10));
    expect((await stat(join(folder, 'own.backup'))).mode & 0o777).toBe(0o600);
  });

  it('an address of a bucket needs keys and a name', () => {
    const none = { backupKeys: undefined };
    expect(() => placeOf('s3://s3.example.com/x', none)).toThrow(/needs keys: set BACKUP_S3_ACCESS_KEY_ID/);
    expect(() => placed('s3://s3.example.com/', { backupKeys: KEYS })).toThrow('does not name a file');
    const { place, name } = placed('s3://s3.example.com/bucket/folder/one.backup', { backupKeys: KEYS });
    expect([place.address, name]).toEqual(['s3://s3.example.com/bucket/folder', 'one.backup']);
    const { place: own, name: there } = placed('s3://backups.example.com/one.backup', { backupKeys: KEYS });
    expect([own.address, there]).toEqual(['s3://backups.example.com', 'one.backup']);
  });
});

describe('the settings of backups', () => {
  const given = { DATABASE_URL: 'postgres://x/y', SECRET_KEY: TEST_KEY, BACKUP_EVERY: '6h' };
  const keys = { BACKUP_S3_ACCESS_KEY_ID: 'id', BACKUP_S3_SECRET_ACCESS_KEY: 'secret' };

  it('a bucket for backups has keys of its own, or those of the files', () => {
    const own = readConfig({ ...given, ...keys, BACKUP_TO: 's3://backups.example.com/shop/' });
    expect(own.backupKeys).toEqual({ region: 'us-east-1', accessKeyId: 'id', secretAccessKey: 'secret' });
    expect([own.backupTo, own.backupFolder]).toEqual(['s3://backups.example.com/shop', undefined]);
    const files = { S3_URL: 'https://x.example', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };
    const shared = readConfig({ ...given, ...files, BACKUP_TO: 's3+http://minio:9000/backups' });
    expect(shared.backupKeys).toMatchObject({ accessKeyId: 'a' });
  });

  it.each([
    ['s3://backups', /BACKUP_TO must be a folder/],
    ['ftp://example.com/x', /BACKUP_TO must be a folder/],
    ['s3://backups.example.com', /BACKUP_TO is a bucket and needs its keys/],
  ])('the place %s is refused with a sentence', (to, sentence) => {
    expect(() => readConfig({ ...given, BACKUP_TO: to })).toThrow(sentence);
  });
});
