import type { Client } from 'pg';

/** The program's record of what it has applied is not a rule. */
const NOT_RULES = ['migration'];

/** Writes the rows that migrations insert as INSERT statements. */
export async function seededRows(client: Client): Promise<string[]> {
  const statements: string[] = [];
  for (const { table, columns } of await filledTables(client)) {
    const values = columns.map((column) => `quote_nullable(${column}::text)`).join(`, ', ', `);
    const { rows } = await client.query<{ row: string }>(`select concat(${values}) as row from ${table}`);
    const tuples = rows
      .map(({ row }) => `  (${row})`)
      .sort()
      .join(',\n');
    statements.push(`INSERT INTO ${table} (${columns.join(', ')}) VALUES\n${tuples}`);
  }
  return statements;
}

interface FilledTable {
  table: string;
  /** A column that a sequence numbers is left out, because the number says nothing. */
  columns: string[];
}

async function filledTables(client: Client): Promise<FilledTable[]> {
  const { rows } = await client.query<FilledTable>(
    `select c.oid::regclass::text as table,
            array(select quote_ident(a.attname) from pg_attribute a
                    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
                   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                     and coalesce(pg_get_expr(d.adbin, d.adrelid), '') !~ '^nextval'
                   order by a.attnum) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'sandbox') and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> all ($1)
        and (xpath('/row/any/text()', query_to_xml('select exists (select from ' || c.oid::regclass || ') as any',
                                                   false, true, '')))[1]::text = 'true'
      order by n.nspname, c.relname`,
    [NOT_RULES],
  );
  return rows;
}
