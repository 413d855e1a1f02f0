import { openAsBlob } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { contentName, contentNameOf } from './content-name.js';
import { FileStore, type Kept, OURS, type Stored } from './file-store.js';
import { type Bucket, S3Client, StoreAnswered } from './s3-client.js';
import { writeWhole } from './whole-file.js';

/** What may be large takes its time on a slow line. */
const LARGE_TIME_OUT_MS = 1_800_000;
const LISTED = /<Key>([^<]+)<\/Key>[\s\S]*?<LastModified>([^<]+)</g;

export class S3Files extends FileStore {
  private readonly client: S3Client;

  constructor(
    bucket: Bucket,
    private readonly cache: string,
  ) {
    super();
    this.client = new S3Client(bucket);
  }

  async keep(bytes: Buffer): Promise<Kept> {
    const kept = contentName(bytes);
    // S3 compares this signed hash with the body and refuses a damaged one.
    const headers = { 'x-amz-content-sha256': kept.sha256, 'content-type': 'application/octet-stream' };
    await this.client.call(kept.path, { method: 'PUT', headers, body: new Uint8Array(bytes) });
    return kept;
  }

  /** A body of the disk is sent piece by piece. S3 takes at most 5 GB at once. */
  async keepFile(file: string): Promise<Kept> {
    const kept = await contentNameOf(file);
    const headers = { 'x-amz-content-sha256': kept.sha256, 'content-type': 'application/octet-stream' };
    const body = await openAsBlob(file);
    await this.client.call(kept.path, { method: 'PUT', headers, body }, LARGE_TIME_OUT_MS);
    return kept;
  }

  async locate(path: string): Promise<string> {
    const cached = join(this.cache, path);
    const now = new Date();
    const known = await utimes(cached, now, now).then(() => true, missing);
    if (!known) await writeWhole(cached, await this.fetched(path));
    return cached;
  }

  async *list(): AsyncGenerator<Stored> {
    for (let page = '?list-type=2'; page !== '';) {
      const text = await (await this.client.call(page, { method: 'GET' })).text();
      for (const [, path = '', at = ''] of text.matchAll(LISTED)) {
        if (OURS.test(path)) yield { path, changedAt: new Date(at) };
      }
      const next = /<NextContinuationToken>([^<]+)</.exec(text)?.[1];
      page = next ? `?list-type=2&continuation-token=${encodeURIComponent(unescaped(next))}` : '';
    }
  }

  /** S3 cannot move a file aside, so its time is asked once more immediately before it goes. */
  async remove(path: string, since: Date): Promise<boolean> {
    const head = await this.client.call(path, { method: 'HEAD' }).catch(() => undefined);
    const changed = Date.parse(head?.headers.get('last-modified') ?? '');
    if (!(changed <= since.getTime())) return false;
    await this.client.call(path, { method: 'DELETE' });
    return true;
  }

  async read(path: string): Promise<Buffer | undefined> {
    try {
      return await this.fetched(path);
    } catch (error) {
      if (error instanceof StoreAnswered && error.answered === 404) return undefined;
      throw error;
    }
  }

  async stream(path: string): Promise<Readable | undefined> {
    try {
      const { body } = await this.client.call(path, { method: 'GET' }, LARGE_TIME_OUT_MS);
      return body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]);
    } catch (error) {
      if (error instanceof StoreAnswered && error.answered === 404) return undefined;
      throw error;
    }
  }

  private async fetched(path: string): Promise<Buffer> {
    const bytes = await this.client.bytes(path);
    if (contentName(bytes).path !== path) throw new Error(`The file store gave something else for ${path}`);
    return bytes;
  }
}

function missing(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOENT') throw error;
  return false;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
