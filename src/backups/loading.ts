import { once } from 'node:events';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { FileStore } from '../platform/files/index.js';
import type { ArchiveReader } from './archive-reader.js';
import { contentOf, type Entry, type Table } from './format.js';
import { COPY_JOBS } from './queue.js';
import { damaged } from './sentences.js';
import type { Progress } from './snapshot.js';

export interface Loaded {
  rows: Record<string, number>;
  jobs: number;
  files: number;
}

/** Puts the entries of a backup where they belong: rows and jobs into the transaction, files into the store. */
export class Loading {
  private readonly loaded: Loaded = { rows: {}, jobs: 0, files: 0 };
  private readonly copies: Map<string, string>;
  private total = 0;
  private open?: { of: string; stream: ReturnType<typeof copyFrom> };

  constructor(
    private readonly client: Client,
    private readonly files: Pick<FileStore, 'keep'>,
    tables: Table[],
    private readonly tell: (progress: Progress) => void,
  ) {
    this.copies = new Map(
      tables.map(({ name, columns }) => [name, `copy ${name} (${columns.join(', ')}) from stdin`]),
    );
  }

  async load(archive: ArchiveReader): Promise<Loaded> {
    for await (const entry of archive.entries()) await this.take(entry);
    await this.endCopy();
    return this.loaded;
  }

  private async take({ name, bytes }: Entry): Promise<void> {
    const { kind, of } = contentOf(name);
    if (kind === 'file') await this.keep(of, bytes);
    else if (kind !== 'other') await this.copy(of, kind === 'jobs' ? COPY_JOBS : this.copies.get(of), bytes);
  }

  /** Parts of one table follow each other, and go into one copy. */
  private async copy(of: string, statement: string | undefined, bytes: Buffer): Promise<void> {
    if (statement === undefined) throw damaged();
    if (this.open?.of !== of) {
      await this.endCopy();
      this.open = { of, stream: this.client.query(copyFrom(statement)) };
      this.report(of);
    }
    const { stream } = this.open;
    await unlessFailed(stream, async () => {
      if (!stream.write(bytes)) await once(stream, 'drain');
    });
  }

  private async endCopy(): Promise<void> {
    if (!this.open) return;
    const { of, stream } = this.open;
    this.open = undefined;
    await unlessFailed(stream, async () => {
      stream.end();
      await once(stream, 'finish');
    });
    if (of === 'jobs') this.loaded.jobs = stream.rowCount;
    else this.loaded.rows[of] = stream.rowCount;
    this.total += stream.rowCount;
  }

  /** The store names a file by its content, so one that was changed would get another name. */
  private async keep(path: string, bytes: Buffer): Promise<void> {
    await this.endCopy();
    const kept = await this.files.keep(bytes);
    if (kept.path !== path) throw damaged();
    this.loaded.files += 1;
    this.report('files');
  }

  private report(doing: string): void {
    this.tell({ doing, rows: this.total, files: this.loaded.files });
  }
}

/** `once` rejects when the stream fails while it waits; an error before or between is caught here. */
async function unlessFailed(stream: ReturnType<typeof copyFrom>, work: () => Promise<void>): Promise<void> {
  if (stream.errored) throw stream.errored;
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => undefined);
  await Promise.race([work(), failed]);
}
