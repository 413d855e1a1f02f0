import { readable } from '../platform/reading/index.js';
import { sql, type Sql } from '../platform/database/index.js';

/** Expects `customer u` in the query. A part of the name is enough, in any spelling that looks the same. */
export function namedLike(part: string): Sql {
  const like = `%${readable(part).replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql`coalesce(u.readable_name, lower(u.name)) like ${like}`;
}
