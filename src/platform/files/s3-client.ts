import { AwsClient } from 'aws4fetch';
import { storeError, StoreFailed, StoreFull } from './store-errors.js';

/** `url` is `https://s3.example.com/bucket` or `https://bucket.s3.example.com`. */
export interface Bucket {
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const NO_ROOM = /QuotaExceeded|StorageFull|InsufficientStorage|StorageCapacity/i;
const TIME_OUT_MS = 30_000;
const RETRIES = 2;

/** Asks one bucket. Throws `StoreFull` or `StoreFailed`, and `StoreAnswered` where it says no. */
export class S3Client {
  private readonly client: AwsClient;

  constructor(private readonly bucket: Bucket) {
    const { accessKeyId, secretAccessKey, region } = bucket;
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: RETRIES });
  }

  async call(path: string, init: RequestInit, timeOutMs = TIME_OUT_MS): Promise<Response> {
    const signal = AbortSignal.timeout(timeOutMs);
    const asked = this.client.fetch(`${this.bucket.url}/${path}`, { ...init, signal, redirect: 'error' });
    const answer = await asked.catch((error: unknown) => {
      throw storeError(error);
    });
    if (answer.ok) return answer;
    const code = errorCodeIn(await answer.text());
    if (answer.status === 507 || NO_ROOM.test(code)) throw new StoreFull();
    throw new StoreAnswered(answer.status, code, init.method);
  }

  /** An answer may break off after its beginning, too. */
  async bytes(path: string, headers: Record<string, string> = {}): Promise<Buffer> {
    const answer = await this.call(path, { method: 'GET', headers });
    const body = await answer.arrayBuffer().catch((error: unknown) => {
      throw storeError(error);
    });
    return Buffer.from(body);
  }
}

/** The store answered with another status than success. */
export class StoreAnswered extends StoreFailed {
  constructor(
    readonly answered: number,
    code: string,
    method: string | undefined,
  ) {
    super(`The file store answered ${[answered, code].filter(Boolean).join(' ')} to ${method}`);
  }
}

/** Only the code is returned, such as `NoSuchBucket`, because the rest of the answer may name keys. */
export function errorCodeIn(answer: string): string {
  return /<Code>(\w{1,60})<\/Code>/.exec(answer)?.[1] ?? '';
}
