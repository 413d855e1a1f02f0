import { Injectable } from '@nestjs/common';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { PHONE } from '../customers/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, raw, sql, type Sql } from '../platform/database/index.js';
import { exported, filesOf } from './exported-rows.js';
import { Persons } from './person.service.js';

/** Two files: `data.json` of the archive, and a list of `NamedFile`, one a line. */
export interface Rows {
  data: string;
  files: string;
}

export interface NamedFile {
  messageId: string;
  path: string;
  mediaType: string;
}

const BATCH = 500;

type Row = Record<string, unknown>;

@Injectable()
export class PersonRows {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly persons: Persons,
  ) {}

  /**
   * Copies what is kept of the person to the disk, as it is at one moment. The transaction lasts only as long as that:
   * packing may take as long as it likes.
   */
  async spool(customerId: string, folder: string): Promise<Rows> {
    const rows = { data: join(folder, 'data.json'), files: join(folder, 'files') };
    await this.database.transaction(async () => {
      await this.database.run(sql`set transaction isolation level repeatable read read only`);
      const person = await this.persons.look(customerId);
      const lists: [string, Sql][] = [['customers', customers(person.customers)], ...exported(person)];
      await written(rows.data, (file) => this.data(file, lists));
      await written(rows.files, (file) => this.lines(file, filesOf(person)));
    });
    return rows;
  }

  private async data(file: FileHandle, lists: [string, Sql][]): Promise<void> {
    for (const [index, [name, query]] of lists.entries()) {
      await file.write(`${index === 0 ? '{' : ','}\n  ${JSON.stringify(name)}: [`);
      let before = '\n    ';
      for await (const batch of this.batches(query)) {
        const texts = batch.map((row) => JSON.stringify(this.readable(row)));
        await file.write(before + texts.join(',\n    '));
        before = ',\n    ';
      }
      await file.write(']');
    }
    await file.write('\n}\n');
  }

  private async lines(file: FileHandle, query: Sql): Promise<void> {
    for await (const batch of this.batches(query))
      await file.write(batch.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }

  private async *batches(query: Sql): AsyncGenerator<Row[]> {
    await this.database.run(sql`declare person_rows no scroll cursor for ${query}`);
    for (;;) {
      const batch = await this.database.rows<Row>(sql`fetch forward ${raw(String(BATCH))} from person_rows`);
      if (batch.length > 0) yield batch;
      if (batch.length < BATCH) break;
    }
    await this.database.run(sql`close person_rows`);
  }

  private readable({ phoneCipher, ...row }: Row): Row {
    if (phoneCipher === undefined) return row;
    return { ...row, phone: phoneCipher && this.vault.decrypt(phoneCipher as string, PHONE) };
  }
}

const customers = (ids: string[]): Sql => sql`
  select id, name, tier, language, region, phone_cipher, created_at from customer
   where id = any(${ids}::bigint[]) order by id`;

async function written(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'w', 0o600);
  await write(file).finally(() => file.close());
}
