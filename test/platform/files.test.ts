import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/platform/config/index.js';
import { type FileStore, LocalFiles, S3Files } from '../../src/platform/files/index.js';
import { TEST_KEY } from '../support/app.js';
import { BucketStandIn, KEYS } from './bucket.js';

const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex');
const folder = mkdtempSync(join(tmpdir(), 'huiyin-files-'));
const bucket = new BucketStandIn();
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
  rmSync(folder, { recursive: true, force: true });
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
