import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../src/platform/config/index.js';
import { Database } from '../../src/platform/database/index.js';
import { contentName } from '../../src/platform/files/content-name.js';
import {
  FileCleaning,
  FileNames,
  FileOwners,
  type FileStore,
  LocalFiles,
  S3Files,
} from '../../src/platform/files/index.js';
import { storeError } from '../../src/platform/files/store-errors.js';
import { TEST_KEY } from '../support/app.js';
import { BucketStandIn, KEYS } from './bucket.js';

const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex');
const folder = mkdtempSync(join(tmpdir(), 'huiyin-files-'));
const elsewhere = mkdtempSync(join(tmpdir(), 'huiyin-large-'));
const bucket = new BucketStandIn();
/** What is cleaned at night asks it nothing. */
const nobodyNames = new FileNames(new Database(new DataSource({ type: 'postgres' })));
let s3: S3Files;

beforeAll(() => bucket.open());
beforeEach(async () => {
  bucket.objects.clear();
  bucket.asked.length = 0;
  await rm(folder, { recursive: true, force: true });
  s3 = new S3Files({ url: bucket.url, ...KEYS }, folder);
});
afterAll(async () => {
  await bucket.close();
  for (const one of [folder, elsewhere]) rmSync(one, { recursive: true, force: true });
});

test.each<[string, () => FileStore]>([
  ['a folder', () => new LocalFiles(folder)],
  ['a bucket', () => s3],
])('%s gives back what was kept, and keeps the same file once', async (_where, store) => {
  const kept = await store().keep(PICTURE);
  expect(await store().keep(Buffer.from(PICTURE))).toEqual(kept);
  expect(kept.path).toBe(`${kept.sha256.slice(0, 2)}/${kept.sha256}`);
  expect(await readFile(await store().locate(kept.path))).toEqual(PICTURE);
});

test.each<[string, () => FileStore]>([
  ['a folder', () => new LocalFiles(folder)],
  ['a bucket', () => s3],
])('%s keeps a large file of the machine and gives it back piece by piece', async (_where, store) => {
  const large = randomBytes(3_000_000);
  const file = join(elsewhere, 'large');
  await writeFile(file, large);
  const { path } = await store().keepFile(file);
  expect(path).toBe(contentName(large).path);
  expect((await buffer((await store().stream(path))!)).equals(large)).toBe(true);
  expect(await store().stream(contentName(PICTURE).path)).toBeUndefined();
});

test('a file in a folder can be read by its user alone', async () => {
  const store = new LocalFiles(folder);
  const { path } = await store.keep(PICTURE);
  expect((await stat(await store.locate(path))).mode & 0o777).toBe(0o600);
});

describe('a bucket', () => {
  test('a bucket is asked once for a file that is read again and again', async () => {
    const { path } = await s3.keep(PICTURE);
    await s3.locate(path);
    await s3.locate(path);
    expect(bucket.asked).toEqual([`PUT /huiyin/${path}`, `GET /huiyin/${path}`]);
  });

  test('a bucket stores nothing with a wrong secret, and the error names no key', async () => {
    const stranger = new S3Files({ url: bucket.url, ...KEYS, secretAccessKey: 'guessed' }, folder);
    const refused = stranger.keep(PICTURE);
    await expect(refused).rejects.toThrow('403 SignatureDoesNotMatch');
    await expect(refused).rejects.not.toThrow(/AKID|guessed/);
    expect(bucket.objects.size).toBe(0);
  });

  test('a bucket that is busy is asked again', async () => {
    bucket.moods.push(503, 503);
    await s3.keep(PICTURE);
    expect(bucket.objects.size).toBe(1);
  });

  test('a file from a bucket is refused when it is not what was kept', async () => {
    const { path } = await s3.keep(PICTURE);
    bucket.objects.set(`/huiyin/${path}`, Buffer.from('<html>'));
    await expect(s3.locate(path)).rejects.toThrow('something else');
    bucket.objects.delete(`/huiyin/${path}`);
    await expect(s3.locate(path)).rejects.toThrow('404 NoSuchKey');
  });

  test('a half-written local copy of a file from a bucket is not read', async () => {
    const { path } = await s3.keep(PICTURE);
    const cached = await s3.locate(path);
    await writeFile(`${cached}.draft`, 'half');
    expect(await readFile(await s3.locate(path))).toEqual(PICTURE);
  });
});

describe('fault 41: a full disk, and what nothing names', () => {
  const DAY_MS = 86_400_000;
  const later = () => new Date(Date.now() + DAY_MS);
  const cleaning = (store: FileStore, named: string[]) => {
    const owners = new FileOwners();
    owners.register(async (paths) => paths.filter((path) => named.includes(path)));
    return new FileCleaning(
      { runsJobs: true, timeZone: 'Asia/Shanghai' } as Config,
      store,
      owners,
      nobodyNames,
    );
  };

  test('a disk that is full is answered with 507, and one that is broken with 503', async () => {
    const broken = new LocalFiles('/dev/full');
    await expect(broken.keep(PICTURE)).rejects.toMatchObject({ status: 503, code: 'storage_failed' });
    const error = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    expect(storeError(error)).toMatchObject({ status: 507, code: 'storage_full' });
  });

  test('a bucket without room answers 507, and one that fails answers 503', async () => {
    bucket.moods.push(507, 507, 507);
    await expect(s3.keep(PICTURE)).rejects.toMatchObject({ status: 507, code: 'storage_full' });
    bucket.moods.length = 0;
    const away = new S3Files({ url: 'http://127.0.0.1:1/huiyin', ...KEYS }, folder);
    await expect(away.keep(PICTURE)).rejects.toMatchObject({ status: 503, code: 'storage_failed' });
  });

  test('nothing is written where there is no room, and what was begun is removed', async () => {
    const store = new LocalFiles(folder);
    const { path } = contentName(PICTURE);
    await mkdir(join(folder, path), { recursive: true });
    await expect(store.keep(PICTURE)).rejects.toMatchObject({ code: 'storage_failed' });
    expect(await readdir(join(folder, path.slice(0, 2)))).toEqual([path.slice(3)]);
  });

  test.each<[string, () => FileStore]>([
    ['a folder', () => new LocalFiles(folder)],
    ['a bucket', () => s3],
  ])('%s loses what no row names and keeps what one names', async (_where, store) => {
    const files = [1, 2, 3, 4, 5].map((one) => Buffer.from([one]));
    const kept = await Promise.all(files.map((file) => store().keep(file)));
    const [named, ...others] = kept.map(({ path }) => path);
    expect(await cleaning(store(), [named!]).clean(new Date(Date.now() - DAY_MS))).toBe(0);
    expect(await cleaning(store(), [named!]).clean(later())).toBe(others.length);
    const left: string[] = [];
    for await (const { path } of store().list()) left.push(path);
    expect(left).toEqual([named]);
  });

  test('drafts of interrupted writes go, and files of others stay', async () => {
    const store = new LocalFiles(folder);
    const { path } = await store.keep(PICTURE);
    await writeFile(join(folder, `${path}.${randomUUID()}`), 'half');
    await writeFile(join(folder, path.slice(0, 2), 'note.txt'), 'not ours');
    expect(await cleaning(store, [path]).clean(later())).toBe(1);
    expect((await readdir(join(folder, path.slice(0, 2)))).sort()).toEqual(
      [path.slice(3), 'note.txt'].sort(),
    );
  });

  test('a file that is kept again while the cleaning runs is not removed', async () => {
    const store = new LocalFiles(folder);
    const { path } = await store.keep(PICTURE);
    const before = new Date();
    await utimes(join(folder, path), before, new Date(before.getTime() - 1000));
    await store.keep(PICTURE);
    await utimes(join(folder, path), before, later());
    expect(await store.remove(path, before)).toBe(false);
    expect(await readFile(await store.locate(path))).toEqual(PICTURE);
  });

  test('nothing is removed where no room has said what it names', async () => {
    const store = new LocalFiles(folder);
    await store.keep(PICTURE);
    const nobody = new FileCleaning({ runsJobs: true } as Config, store, new FileOwners(), nobodyNames);
    expect(await nobody.clean(later())).toBe(0);
  });
});

describe('the environment', () => {
  const whole = {
    S3_URL: 'https://s3.example.com/files/',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'secret',
  };
  const read = (given: Record<string, string>) => readConfig({ SECRET_KEY: TEST_KEY, ...given });

  test('the environment names a bucket with all of its keys or not at all', () => {
    expect(read(whole).bucket).toEqual({
      url: 'https://s3.example.com/files',
      region: 'us-east-1',
      accessKeyId: 'id',
      secretAccessKey: 'secret',
    });
    expect(read({}).bucket).toBeUndefined();
    expect(() => read({ ...whole, S3_SECRET_ACCESS_KEY: '' })).toThrow('belong together');
    expect(() => read({ ...whole, S3_URL: 'files' })).toThrow('S3_URL must be the address of a bucket');
  });
});
