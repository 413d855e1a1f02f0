import { once } from 'node:events';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract, type Extract } from 'tar-stream';
import {
  Checksum,
  type Ending,
  ENDING,
  type Entry,
  FORMAT,
  type Heading,
  HEADING,
  HEADING_SUM,
  sumOf,
} from './format.js';
import { BackupRefused, damaged, foreign } from './sentences.js';
import { unsealed } from './sealing.js';

/** Each reading begins anew, because a backup is checked as a whole before any of it is restored. */
export interface Source {
  open(): Promise<Readable>;
  passPhrase?: string;
}

/**
 * Gives the entries between heading and ending, one at a time, and in the end checks them against the ending. Throws
 * `BackupRefused` where the backup is damaged, was cut off, or is none.
 */
export class ArchiveReader {
  private last?: Ending;

  private constructor(
    readonly heading: Heading,
    private readonly rest: AsyncGenerator<Entry>,
    private readonly checksum: Checksum,
  ) {}

  static async open(source: Source): Promise<ArchiveReader> {
    const all = entriesOf(await source.open(), source.passPhrase);
    const first = await all.next();
    if (first.done || first.value.name !== HEADING) throw foreign();
    const second = await all.next();
    if (second.done || !isSumOf(first.value, second.value)) throw damaged();
    const checksum = new Checksum();
    for (const { value } of [first, second]) checksum.add(value);
    return new ArchiveReader(headingOf(first.value), all, checksum);
  }

  async *entries(): AsyncGenerator<Entry> {
    for await (const entry of this.rest) {
      if (this.last) throw damaged();
      if (entry.name === ENDING) this.last = endingOf(entry);
      else {
        this.checksum.add(entry);
        yield entry;
      }
    }
    if (this.last?.sha256 !== this.checksum.text()) throw damaged();
  }

  /** Known after all entries were read. */
  get ending(): Ending {
    if (!this.last) throw damaged();
    return this.last;
  }

  async close(): Promise<void> {
    await this.rest.return(undefined);
  }
}

function isSumOf({ bytes }: Entry, { name, bytes: sum }: Entry): boolean {
  return name === HEADING_SUM && sum.toString() === sumOf(bytes);
}

function endingOf({ bytes }: Entry): Ending {
  try {
    return JSON.parse(bytes.toString()) as Ending;
  } catch (error) {
    throw damaged(error);
  }
}

function headingOf({ bytes }: Entry): Heading {
  const heading = JSON.parse(bytes.toString()) as Heading;
  if (heading.format <= FORMAT) return heading;
  throw new BackupRefused(
    `This backup was made by a newer version of Huiyin (${heading.program}): restore it with that version.`,
  );
}

async function* entriesOf(file: Readable, passPhrase: string | undefined): AsyncGenerator<Entry> {
  const tar = extract();
  const begun = { yes: false };
  const feeding = feed(clear(file, passPhrase), tar);
  try {
    for await (const entry of tar) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk);
      begun.yes = true;
      yield { name: entry.header.name, bytes: Buffer.concat(chunks) };
    }
  } catch (error) {
    throw plain(error, begun.yes);
  } finally {
    tar.destroy();
    await feeding;
    file.destroy();
  }
}

function clear(file: Readable, passPhrase: string | undefined): AsyncIterable<Buffer> {
  const open = (source: AsyncIterable<Buffer>) => unsealed(source, passPhrase);
  // A failure destroys the last stream, and whoever reads that is told.
  return pipeline(file, open, createGunzip(), () => undefined);
}

async function feed(source: AsyncIterable<Buffer>, tar: Extract): Promise<void> {
  try {
    for await (const chunk of source) {
      if (tar.destroyed) return;
      if (!tar.write(chunk)) await drained(tar);
    }
    tar.end(null);
  } catch (error) {
    tar.destroy(error as Error);
  }
}

/** A stream that was closed meanwhile takes no more, and never drains. */
async function drained(tar: Extract): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(tar, 'drain', { signal }), once(tar, 'close', { signal })]).finally(() =>
    over.abort(),
  );
}

/** Before the first entry, what cannot be read is no backup at all; after it, it is a damaged one. */
function plain(error: unknown, begun: boolean): unknown {
  if (error instanceof BackupRefused) return error;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && !code.startsWith('Z_')) return error;
  return begun ? damaged(error) : foreign();
}
