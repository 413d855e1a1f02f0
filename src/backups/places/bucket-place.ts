import { Readable } from 'node:stream';
import type { Bucket } from '../../platform/files/index.js';
import { BackupRefused } from '../sentences.js';
import { BucketClient, isMissing } from './bucket-client.js';
import { BucketTarget } from './bucket-target.js';
import type { Place, Target } from './place.js';

/** The first piece is small, because often only the beginning is wanted. */
const FIRST_BYTES = 64 * 1024;
const MOST_BYTES = 8 * 1024 ** 2;

export class BucketPlace implements Place {
  private readonly client: BucketClient;

  /** Tests wait less between attempts. */
  constructor(
    readonly address: string,
    bucket: Bucket,
    pausesMs?: number[],
  ) {
    this.client = new BucketClient(address, bucket, pausesMs);
  }

  async create(name: string): Promise<Target> {
    if (await this.head(name))
      throw new BackupRefused(`There is a file ${this.address}/${name} already.`, {
        failure: 'backup_there',
      });
    return BucketTarget.open(this.client, pathOf(name));
  }

  async open(name: string): Promise<Readable> {
    const head = await this.head(name);
    if (!head) throw new BackupRefused(`There is no file ${this.address}/${name}.`);
    const length = Number(head.headers.get('content-length'));
    const same = { 'if-match': head.headers.get('etag') ?? '*' };
    return Readable.from(this.pieces(pathOf(name), length, same), { objectMode: false });
  }

  async remove(name: string): Promise<void> {
    await this.client.call(pathOf(name), { method: 'DELETE' }).catch(unlessMissing);
  }

  /** A connection that breaks costs one piece. */
  private async *pieces(path: string, length: number, same: Record<string, string>): AsyncGenerator<Buffer> {
    let most = FIRST_BYTES;
    for (let from = 0; from < length;) {
      const end = Math.min(from + most, length);
      yield await this.client.bytes(path, { ...same, range: `bytes=${from}-${end - 1}` }, end - from);
      from = end;
      most = Math.min(most * 4, MOST_BYTES);
    }
  }

  private async head(name: string): Promise<Response | undefined> {
    return this.client.call(pathOf(name), { method: 'HEAD' }).catch(unlessMissing);
  }
}

const pathOf = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
