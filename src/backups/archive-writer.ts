import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { Checksum, type Ending, ENDING, type Entry } from './format.js';
import { sealed } from './sealing.js';

/** Rows and files shrink by half already at this level; a higher one takes several times as long. */
const LEVEL = 3;

/** Writes one compressed tar. An entry waits until what comes before it has found its place. */
export class ArchiveWriter {
  bytes = 0;
  private readonly tar = pack();
  private readonly checksum = new Checksum();
  private readonly written: Promise<void>;

  constructor(out: Writable, passPhrase?: string) {
    this.written = this.writeTo(out, passPhrase);
    // A failure is thrown by the next call.
    this.written.catch(() => undefined);
  }

  async add(entry: Entry): Promise<void> {
    this.checksum.add(entry);
    await this.put(entry);
  }

  async end(ending: Omit<Ending, 'sha256'>): Promise<void> {
    const whole: Ending = { ...ending, sha256: this.checksum.text() };
    await this.put({ name: ENDING, bytes: Buffer.from(JSON.stringify(whole)) });
    this.tar.finalize();
    await this.written;
  }

  /** Ends the writing of a backup that failed, so that nothing waits for it. */
  async abandon(reason: unknown): Promise<void> {
    this.tar.destroy(reason instanceof Error ? reason : new Error(String(reason)));
    await this.written.catch(() => undefined);
  }

  private async put({ name, bytes }: Entry): Promise<void> {
    const taken = new Promise<void>((resolve, reject) => {
      this.tar.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([taken, this.written]).catch((error: unknown) => this.fail(error));
  }

  /** Where the writing failed, the tar only knows that nobody reads it any more. */
  private async fail(error: unknown): Promise<never> {
    await this.written;
    throw error;
  }

  private writeTo(out: Writable, passPhrase: string | undefined): Promise<void> {
    const tar = Readable.from(this.tar, { objectMode: false });
    const count = (source: AsyncIterable<Buffer>) => this.counted(source);
    const gzip = createGzip({ level: LEVEL });
    if (passPhrase === undefined) return pipeline(tar, gzip, count, out);
    const seal = (source: AsyncIterable<Buffer>) => sealed(source, passPhrase);
    return pipeline(tar, gzip, seal, count, out);
  }

  private async *counted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      this.bytes += chunk.length;
      yield chunk;
    }
  }
}
