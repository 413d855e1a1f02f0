import type { Client } from 'pg';
import type { Ending } from './format.js';

/**
 * While rows are restored table by table, nothing may look at other tables or change rows by itself. The owner of the
 * tables may do this without being a superuser.
 */
export class LooseEnds {
  private constructor(
    private readonly client: Client,
    private readonly references: string[][],
    private readonly triggers: string[][],
  ) {}

  static async cut(client: Client): Promise<LooseEnds> {
    const references = await listed(client, REFERENCES);
    const triggers = await listed(client, TRIGGERS);
    for (const [table, name] of references)
      await client.query(`alter table ${table} drop constraint ${name}`);
    for (const [table, name] of triggers) await client.query(`alter table ${table} disable trigger ${name}`);
    return new LooseEnds(client, references, triggers);
  }

  /** Adding a reference checks it for every row. */
  async tie(): Promise<void> {
    for (const [table, name] of this.triggers)
      await this.client.query(`alter table ${table} enable trigger ${name}`);
    for (const [table, name, definition] of this.references)
      await this.client.query(`alter table ${table} add constraint ${name} ${definition}`);
  }
}

/** The references of a partition belong to those of its parent. */
const REFERENCES = `
  select k.conrelid::regclass::text, quote_ident(k.conname), pg_get_constraintdef(k.oid)
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
   where k.contype = 'f' and k.conparentid = 0 and n.nspname in ('public', 'sandbox') order by 1, 2`;

/** Those that are always on guard history against changes; they let rows in and stay. */
const TRIGGERS = `
  select t.tgrelid::regclass::text, quote_ident(t.tgname)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where not t.tgisinternal and t.tgparentid = 0 and t.tgenabled = 'O' and n.nspname in ('public', 'sandbox')
   order by 1, 2`;

async function listed(client: Client, query: string): Promise<string[][]> {
  const { rows } = await client.query<string[]>({ text: query, rowMode: 'array' });
  return rows;
}

export async function setSequences(client: Client, sequences: Ending['sequences']): Promise<void> {
  for (const { name, value, used } of sequences)
    await client.query('select setval($1::regclass, $2, $3)', [name, value, used]);
}
