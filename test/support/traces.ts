import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src/platform/database/index.js';
import { raw, sql } from '../../src/platform/database/index.js';

interface Column {
  place: string;
  table: string;
  column: string;
}

/** Returns each column of the whole database in which one of the marks stands, as `table.column: mark`. */
export async function tracesIn(database: Database, marks: readonly string[]): Promise<string[]> {
  const columns = await database.rows<Column>(sql`
    select format('%I.%I', n.nspname, c.relname) "table", quote_ident(a.attname) "column", c.relname || '.' || a.attname place
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
       and n.nspname not in ('pg_catalog', 'information_schema')
       and a.atttypid::regtype::text in ('text', 'json', 'jsonb', 'tsvector', 'text[]', 'character varying', 'bytea')
     order by 1, 2`);
  const found: string[] = [];
  for (const { table, column, place } of columns) {
    const rows = await database.rows<{ mark: string }>(sql`
      select mark from unnest(${[...marks]}::text[]) mark
       where exists (select from ${raw(table)} t where position(lower(mark) in lower(t.${raw(column)}::text)) > 0)`);
    found.push(...rows.map(({ mark }) => `${place}: ${mark}`));
  }
  return found;
}

/** Returns each file below the folder in which one of the marks stands. */
export function traceFiles(folder: string, marks: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => marks.some((mark) => readFileSync(join(folder, name)).includes(mark)));
}
