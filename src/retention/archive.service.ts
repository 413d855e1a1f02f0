import { Injectable } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { SealedPushes } from '../conversations/index.js';
import { Config } from '../platform/config/index.js';
import { extensionOf, FileStore, inWorkFolder } from '../platform/files/index.js';
import { type NamedFile, PersonRows, type Rows } from './person-rows.service.js';

/** How many files lie beside `data.json`, and how large all of it is. */
export interface Archive {
  bytes: number;
  files: number;
}

/**
 * One compressed tar: `data.json`, and each file of a message under the message's id. However large it is, only pieces
 * of it are in memory.
 */
@Injectable()
export class Archives {
  constructor(
    private readonly config: Config,
    private readonly rows: PersonRows,
    private readonly store: FileStore,
    private readonly sealed: SealedPushes,
  ) {}

  /** Writes the archive into the stream and ends it. */
  async write(customerId: string, out: Writable): Promise<Archive> {
    await this.sealed.open();
    return inWorkFolder(this.config, async (folder) => {
      const rows = await this.rows.spool(customerId, folder);
      return this.pack(rows, out);
    });
  }

  private async pack(rows: Rows, out: Writable): Promise<Archive> {
    const tar = pack();
    let bytes = 0;
    const counted = async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        bytes += chunk.length;
        yield chunk;
      }
    };
    const written = pipeline(Readable.from(tar, { objectMode: false }), createGzip(), counted, out);
    const files = await Promise.all([this.fill(tar, rows), written]).catch((error: unknown) => {
      tar.destroy();
      throw error;
    });
    return { bytes, files: files[0] };
  }

  private async fill(tar: Pack, { data, files }: Rows): Promise<number> {
    const { size } = await stat(data);
    await pipeline(createReadStream(data), tar.entry({ name: 'data.json', size, mode: 0o600 }));
    const added = await this.addFiles(tar, files);
    tar.finalize();
    return added;
  }

  private async addFiles(tar: Pack, list: string): Promise<number> {
    const lines = await open(list);
    let added = 0;
    for await (const line of lines.readLines()) {
      const { messageId, path, mediaType } = JSON.parse(line) as NamedFile;
      const bytes = await this.store.read(path);
      if (!bytes) continue;
      await put(tar, `files/${messageId}.${extensionOf(mediaType)}`, bytes);
      added += 1;
    }
    return added;
  }
}

function put(tar: Pack, name: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()));
  });
}
