import { AwsClient } from 'aws4fetch';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { contentName } from './content-name.js';
import { FileStore, type Kept } from './file-store.js';
import { writeWhole } from './whole-file.js';

/** `url` is `https://s3.example.com/bucket` or `https://bucket.s3.example.com`. */
export interface Bucket {
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

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

  async read(path: string): Promise<Buffer | undefined> {
    try {
      return await this.fetched(path);
    } catch (error) {
      if (error instanceof Answered && error.status === 404) return undefined;
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
    const answer = await this.client.fetch(`${this.bucket.url}/${path}`, {
      ...init,
      signal,
      redirect: 'error',
    });
    if (answer.ok) return answer;
    throw new Answered(answer.status, errorCodeIn(await answer.text()), init.method);
  }
}

class Answered extends Error {
  constructor(
    readonly status: number,
    code: string,
    method: string | undefined,
  ) {
    super(`The file store answered ${status} ${code} to ${method}`);
  }
}

function missing(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOENT') throw error;
  return false;
}

/** Only the code is returned, such as `NoSuchBucket`, because the rest of the answer may name keys. */
function errorCodeIn(answer: string): string {
  return /<Code>(\w{1,60})<\/Code>/.exec(answer)?.[1] ?? '';
}
