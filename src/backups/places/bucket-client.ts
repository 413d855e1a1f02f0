import { setTimeout as pause } from 'node:timers/promises';
import { type Bucket, S3Client, StoreAnswered, StoreFailed, StoreFull } from '../../platform/files/index.js';
import { BackupRefused } from '../sentences.js';

/** A network that is away for a moment must not end a backup of hours. */
const PAUSES_MS = [500, 3_000, 15_000];

/** Asks a bucket again while it may answer yet, and then throws `BackupRefused` with the reason. */
export class BucketClient {
  private readonly client: S3Client;

  constructor(
    private readonly address: string,
    bucket: Bucket,
    private readonly pausesMs = PAUSES_MS,
  ) {
    this.client = new S3Client(bucket);
  }

  call(path: string, init: RequestInit, timeOutMs?: number): Promise<Response> {
    return this.patiently(() => this.client.call(path, init, timeOutMs));
  }

  /** Throws if the bucket gives another number of bytes than this. */
  bytes(path: string, headers: Record<string, string>, length: number): Promise<Buffer> {
    return this.patiently(async () => {
      const bytes = await this.client.bytes(path, headers);
      if (bytes.length !== length)
        throw new StoreFailed('The file store gave another part than was asked for');
      return bytes;
    });
  }

  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    for (const ms of [...this.pausesMs, undefined]) {
      try {
        return await work();
      } catch (error) {
        if (ms === undefined || !mayPass(error)) throw this.refused(error);
        await pause(ms);
      }
    }
    throw new Error('The last attempt has neither succeeded nor failed');
  }

  private refused(error: unknown): unknown {
    if (error instanceof StoreFull)
      return new BackupRefused(`There is no room left in ${this.address}.`, {
        failure: 'backup_bucket_full',
      });
    if (!(error instanceof StoreFailed)) return error;
    return new BackupRefused(`${this.address} cannot be used: ${error.message}.`, {
      cause: error,
      failure: 'backup_bucket',
    });
  }
}

export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404;
}

export function statusOf(error: unknown): number | undefined {
  const { cause } = error as { cause?: unknown };
  return cause instanceof StoreAnswered ? cause.answered : undefined;
}

function mayPass(error: unknown): boolean {
  if (error instanceof StoreAnswered) return error.answered >= 500 || error.answered === 429;
  return error instanceof StoreFailed;
}
