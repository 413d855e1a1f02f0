import { type Database, raw, sql } from '../../platform/database/index.js';

/**
 * Returns the columns in which something is encrypted with another key. Every encrypted column has a name that ends in
 * `_cipher`, so that none can be forgotten.
 */
export async function encryptedElsewhere(database: Database, keyId: string): Promise<string[]> {
  const columns = await database.rows<{ place: string; tableName: string; columnName: string }>(sql`
    select table_name || '.' || column_name as place, quote_ident(table_name) as table_name,
           quote_ident(column_name) as column_name
      from information_schema.columns
     where table_schema = 'public' and right(column_name, 7) = '_cipher' order by 1`);
  const found: string[] = [];
  for (const { place, tableName, columnName } of columns) {
    const other = await database.maybe(sql`
      select 1 from ${raw(tableName)}
       where ${raw(columnName)} like 'v1.%' and ${raw(columnName)} not like ${`v1.${keyId}.%`} limit 1`);
    if (other) found.push(place);
  }
  return found;
}
