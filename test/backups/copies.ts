import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { takeBackup, type Manner, type Source, type Taken } from '../../src/backups/index.js';
import { STORED_PATHS } from '../../src/conversations/index.js';
import { LocalFiles } from '../../src/platform/files/index.js';
import { TEST_KEY } from '../support/key.js';
import { withClient } from '../support/database.js';

export const KEYS = [Buffer.from(TEST_KEY, 'base64')];

/** A store in a folder of its own, which is gone in the end. */
export class Store extends LocalFiles {
  private constructor(private readonly place: string) {
    super(place);
  }

  static make(): Store {
    return new Store(mkdtempSync(join(tmpdir(), 'huiyin-files-')));
  }

  removeAll(): void {
    rmSync(this.place, { recursive: true, force: true });
  }
}

export async function backedUp(
  url: string,
  files: Store,
  manner: Manner = {},
): Promise<{ bytes: Buffer; taken: Taken }> {
  const chunks: Buffer[] = [];
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const taken = await takeBackup({ url, files, paths: STORED_PATHS, keys: KEYS }, out, manner);
  return { bytes: Buffer.concat(chunks), taken };
}

export function sourceOf(bytes: Buffer, passPhrase?: string): Source {
  const chunks = Array.from({ length: Math.ceil(bytes.length / 10_000) }, (_, index) =>
    bytes.subarray(index * 10_000, (index + 1) * 10_000),
  );
  return { open: () => Promise.resolve(Readable.from(chunks, { objectMode: false })), passPhrase };
}

/** Everything in the tables, as texts, but what belongs to processes and to one installation. */
export async function contentOf(url: string): Promise<Record<string, string[]>> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'sandbox') and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname not in ('session', 'rate_limit', 'job_worker', 'key_holder', 'migration') order by 1`,
    );
    const content: Record<string, string[]> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${name} t where to_jsonb(t) ->> 'key' is distinct from 'held' order by 1`,
      );
      content[name] = rows.map(({ row }) => row);
    }
    return content;
  });
}
