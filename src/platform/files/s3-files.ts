import { AwsClient } from 'aws4fetch';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { contentName } from './content-name.js';
import { FileStore, type Kept, OURS, type Stored } from './file-store.js';
import { storeError, StoreFailed, StoreFull } from './store-errors.js';
import { writeWhole } from './whole-file.js';

/** `url` is `https://s3.example.com/bucket` or `https://bucket.s3.example.com`. */
export interface Bucket {
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const LISTED = /<Key>([^<]+)<\/Key>[\s\S]*?<LastModified>([^<]+)</g;
const NO_ROOM = /QuotaExceeded|StorageFull|InsufficientStorage|StorageCapacity/i;
const TIME_OUT_MS = 30_000;
const RETRIES = 2;

export class S3Files extends FileStore {
  private readonly client: AwsClient;

  constructor(
    private readonly bucket: Bucket,
    private readonly cache: string,
  ) {
    super();
    const { accessKeyId, secretAccessKey, region } = bucket;
    this.client = new AwsClient({
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
      retries: RETRIES,
    });
  }

  async keep(bytes: Buffer): Promise<Kept> {
    const kept = contentName(bytes);
    // S3 compares this signed hash with the body and refuses a damaged one.
    const headers = { 'x-amz-content-sha256': kept.sha256, 'content-type': 'application/octet-stream' };
    await this.call(kept.path, { method: 'PUT', headers, body: new Uint8Array(bytes) });
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
      const text = await (await this.call(page, { method: 'GET' })).text();
      for (const [, path = '', at = ''] of text.matchAll(LISTED)) {
        if (OURS.test(path)) yield { path, changedAt: new Date(at) };
      }
      const next = /<NextContinuationToken>([^<]+)</.exec(text)?.[1];
      page = next ? `?list-type=2&continuation-token=${encodeURIComponent(unescaped(next))}` : '';
    }
  }

  /** S3 cannot move a file aside, so its time is asked once more immediately before it goes. */
  async remove(path: string, since: Date): Promise<boolean> {
    const head = await this.call(path, { method: 'HEAD' }).catch(() => undefined);
    const changed = Date.parse(head?.headers.get('last-modified') ?? '');
    if (!(changed <= since.getTime())) return false;
    await this.call(path, { method: 'DELETE' });
    return true;
  }

  async read(path: string): Promise<Buffer | undefined> {
    try {
      return await this.fetched(path);
    } catch (error) {
      if (error instanceof Answered && error.answered === 404) return undefined;
      throw error;
    }
  }

  private async fetched(path: string): Promise<Buffer> {
    const answer = await this.call(path, { method: 'GET' });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (contentName(bytes).path !== path) throw new Error(`The file store gave something else for ${path}`);
    return bytes;
  }

  private async call(path: string, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(TIME_OUT_MS);
    const asked = this.client.fetch(`${this.bucket.url}/${path}`, { ...init, signal, redirect: 'error' });
    const answer = await asked.catch((error: unknown) => {
      throw storeError(error);
    });
    if (answer.ok) return answer;
    const code = errorCodeIn(await answer.text());
    if (answer.status === 507 || NO_ROOM.test(code)) throw new StoreFull();
    throw new Answered(answer.status, code, init.method);
  }
}

/** The store answered with another status than success. */
class Answered extends StoreFailed {
  constructor(
    readonly answered: number,
    code: string,
    method: string | undefined,
  ) {
    super(`The file store answered ${answered} ${code} to ${method}`);
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

/** Only the code is returned, such as `NoSuchBucket`, because the rest of the answer may name keys. */
function errorCodeIn(answer: string): string {
  return /<Code>(\w{1,60})<\/Code>/.exec(answer)?.[1] ?? '';
}
