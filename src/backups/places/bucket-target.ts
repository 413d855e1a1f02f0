import { createHash, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { errorCodeIn } from '../../platform/files/index.js';
import { BackupRefused } from '../sentences.js';
import { type BucketClient, isMissing, statusOf } from './bucket-client.js';
import type { Target } from './place.js';

/** S3 takes at most 10,000 parts, so a backup of 300 GB fits. */
const PART_BYTES = 32 * 1024 ** 2;
const MOST_PARTS = 10_000;
/** A part takes so long over a line of half a megabit. */
const PART_TIME_OUT_MS = 600_000;
/** Somebody else's file has the name, or gets it at this moment. */
const TAKEN = new Set([409, 412]);
const UNKNOWN_HEADER = 501;
/** Tells whose the file is that has the name in the end. */
const MARK = 'x-amz-meta-huiyin-upload';
/** Such a refusal is the bucket's own. */
const BUCKET = { failure: 'backup_bucket' } as const;

/** Sends the backup in parts while it is being taken. The bucket shows nothing of it before they are put together. */
export class BucketTarget implements Target {
  readonly out: Writable;
  private readonly tags: string[] = [];
  private waiting: Buffer[] = [];
  private had = 0;

  private constructor(
    private readonly client: BucketClient,
    private readonly path: string,
    private readonly upload: string,
    private readonly mark: string,
  ) {
    this.out = new Writable({
      write: (chunk: Buffer, _encoding, done) => settle(this.take(chunk), done),
      final: (done) => settle(this.send(), done),
    });
  }

  static async open(client: BucketClient, path: string): Promise<BucketTarget> {
    const mark = randomUUID();
    const init = { method: 'POST', headers: { [MARK]: mark } };
    const answer = await (await client.call(`${path}?uploads=`, init)).text();
    const id = /<UploadId>([^<]+)<\/UploadId>/.exec(answer)?.[1];
    if (id === undefined)
      throw new BackupRefused('The bucket does not take files in parts, as S3 does.', BUCKET);
    return new BucketTarget(client, path, `uploadId=${encodeURIComponent(id)}`, mark);
  }

  async keep(): Promise<void> {
    const parts = this.tags.map(
      (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`,
    );
    const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    if (await this.isThere()) throw taken(this.path);
    try {
      const answer = await this.putTogether(body);
      // S3 answers before it has put the parts together, so it may fail behind its 200.
      if (/<Error>/.test(answer))
        throw new BackupRefused(`The bucket answered ${errorCodeIn(answer)}.`, BUCKET);
    } catch (error) {
      await this.requireKept(error);
    }
  }

  async discard(): Promise<void> {
    this.out.destroy();
    // What cannot be removed now is removed by a rule of the bucket.
    await this.client.call(`${this.path}?${this.upload}`, { method: 'DELETE' }).catch(() => undefined);
  }

  /** Of two uploads of one name the later would replace the first; a bucket that cannot be told so is told without. */
  private async putTogether(body: string): Promise<string> {
    const signed = { 'x-amz-content-sha256': sha256(Buffer.from(body)) };
    const ask = async (headers: Record<string, string>) => {
      const init = { method: 'POST', headers: { ...signed, ...headers }, body };
      return (await this.client.call(`${this.path}?${this.upload}`, init, PART_TIME_OUT_MS)).text();
    };
    return ask({ 'if-none-match': '*' }).catch((error: unknown) => {
      if (statusOf(error) === UNKNOWN_HEADER) return ask({});
      throw error;
    });
  }

  private async isThere(): Promise<boolean> {
    return this.client.call(this.path, { method: 'HEAD' }).then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return false;
        throw error;
      },
    );
  }

  /** Of a question that is asked again, the first may have been heard: then the upload is over and the file there. */
  private async requireKept(error: unknown): Promise<void> {
    const refused = TAKEN.has(statusOf(error) ?? 0);
    if (!refused && !isMissing(error)) throw error;
    const { headers } = await this.client.call(this.path, { method: 'HEAD' });
    if (headers.get(MARK) !== this.mark) throw taken(this.path);
  }

  private async take(chunk: Buffer): Promise<void> {
    this.waiting.push(chunk);
    this.had += chunk.length;
    if (this.had >= PART_BYTES) await this.send();
  }

  private async send(): Promise<void> {
    if (this.had === 0) return;
    if (this.tags.length === MOST_PARTS)
      throw new BackupRefused('The backup is too large for a bucket.', { failure: 'backup_too_large' });
    const body = new Uint8Array(Buffer.concat(this.waiting));
    this.waiting = [];
    this.had = 0;
    const headers = { 'x-amz-content-sha256': sha256(body) };
    const query = `partNumber=${this.tags.length + 1}&${this.upload}`;
    const answer = await this.client.call(
      `${this.path}?${query}`,
      { method: 'PUT', headers, body },
      PART_TIME_OUT_MS,
    );
    this.tags.push(answer.headers.get('etag') ?? '');
  }
}

const taken = (path: string): BackupRefused =>
  new BackupRefused(
    `There is a file ${decodeURIComponent(path)} already: it came while this one was being taken.`,
    {
      failure: 'backup_there',
    },
  );

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function settle(work: Promise<void>, done: (error?: Error) => void): void {
  work.then(() => done(), done);
}
