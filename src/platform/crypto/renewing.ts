import { type Database, join, raw, sql, type Sql } from '../database/index.js';
import type { Vault } from './vault.js';

/** The table, the column that tells its rows apart, and each encrypted column with the context it is encrypted for. */
export interface CipherColumns {
  table: string;
  id: string;
  contexts: Record<string, string>;
}

type Row = Record<string, string | null>;

/** Encrypts every row anew with the key that is in use now. The rows are locked meanwhile. Returns how many there are. */
export function renewCiphers(
  database: Database,
  vault: Vault,
  { table, id, contexts }: CipherColumns,
): Promise<number> {
  const names = Object.keys(contexts);
  const listed = (each: (name: string) => Sql) => join(names.map(each));
  const fresh = ({ row, ...texts }: Row): Row => {
    const anew = Object.entries(texts).map(([name, cipher]) => [
      name,
      renewed(vault, cipher, contexts[name]!),
    ]);
    return { row: row!, ...(Object.fromEntries(anew) as Row) };
  };
  return database.transaction(async () => {
    const found = await database.rows<{ row: string; ciphers: Row }>(sql`
      select ${raw(id)}::text "row", jsonb_build_object(${listed((name) => sql`${raw(`'${name}'`)}, ${raw(name)}`)}) ciphers
        from ${raw(table)} order by ${raw(id)} for update`);
    const rows = JSON.stringify(found.map(({ row, ciphers }) => fresh({ row, ...ciphers })));
    await database.run(sql`
      update ${raw(table)} t set ${listed((name) => sql`${raw(name)} = fresh.${raw(name)}`)}
        from jsonb_to_recordset(${rows}::jsonb) fresh ("row" bigint, ${listed((name) => sql`${raw(name)} text`)})
       where t.${raw(id)} = fresh."row"`);
    return found.length;
  });
}

function renewed(vault: Vault, cipher: string | null, context: string): string | null {
  return cipher === null ? null : vault.encrypt(vault.decrypt(cipher, context), context);
}
