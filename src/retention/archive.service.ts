import { Injectable } from '@nestjs/common';
import { createGzip } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { pack, type Pack } from 'tar-stream';
import { PHONE } from '../customers/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { extensionOf, FileStore } from '../platform/files/index.js';
import { exported, filesOf } from './exported-rows.js';
import type { Person } from './person.service.js';

export interface Archive {
  bytes: Buffer;
  /** How many files lie beside `data.json`. */
  files: number;
}

interface FileRow {
  messageId: string;
  path: string;
  mediaType: string;
}

/** One compressed tar: `data.json`, and each file of a message under the message's id. */
@Injectable()
export class Archives {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly store: FileStore,
  ) {}

  async of(person: Person): Promise<Archive> {
    const tar = pack();
    const whole = buffer(Readable.from(tar, { objectMode: false }).pipe(createGzip()));
    const data = await this.data(person);
    await put(tar, 'data.json', Buffer.from(JSON.stringify(data, null, 2)));
    const files = await this.addFiles(tar, person);
    tar.finalize();
    return { bytes: await whole, files };
  }

  private async data(person: Person): Promise<Record<string, unknown>> {
    const rows: Record<string, unknown> = { customers: await this.customers(person) };
    for (const [name, query] of exported(person)) rows[name] = await this.database.rows(query);
    return rows;
  }

  private async customers({ customers }: Person): Promise<object[]> {
    const rows = await this.database.rows<{ phoneCipher: string | null }>(sql`
      select id, name, tier, language, region, phone_cipher, created_at from customer
       where id = any(${customers}::bigint[]) order by id`);
    return rows.map(({ phoneCipher, ...row }) => ({
      ...row,
      phone: phoneCipher && this.vault.decrypt(phoneCipher, PHONE),
    }));
  }

  private async addFiles(tar: Pack, person: Person): Promise<number> {
    let added = 0;
    for (const { messageId, path, mediaType } of await this.database.rows<FileRow>(filesOf(person))) {
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
