import { raw, sql, type Sql } from '../platform/database/index.js';

export interface Span {
  since: Date;
  until: Date;
}

/** Sums that are kept: a table of what each ticket adds to which group of a day, and a table of the sums of that. */
export interface Sums {
  part: Sql;
  day: Sql;
  /** Which columns of both tables name a group. One of them is `day`. */
  group: string[];
  /** Counts tickets as rows of the table of parts. `which` is a condition over `ticket t`. */
  partsOf: (which: Sql, zone: Sql, span?: Span) => Sql;
  /** Sums up parts as rows of the table of sums. `which` is a condition over the columns of a group. */
  summed: (which: Sql) => Sql;
}

/** The columns of a group, of the row that is named so. */
export function groupOf({ group }: Sums, row: string): Sql {
  return raw(`(${group.map((column) => `${row}.${column}`).join(', ')})`);
}

/** Names a group in text, as `among` reads it. */
export function keyOf({ group }: Sums): Sql {
  return raw(`jsonb_build_object(${group.map((column) => `'${column}', ${column}`).join(', ')})::text`);
}

/** The groups with these keys. */
export function among({ day, group }: Sums, keys: string[]): Sql {
  const columns = raw(group.join(', '));
  return sql`
    (${columns}) in (select ${columns} from jsonb_populate_recordset(null::${day}, ${`[${keys.join(', ')}]`}::jsonb))`;
}

/** The rows that one of two queries has and the other has not. */
export function differing(wanted: Sql, stored: Sql): Sql {
  return sql`
    (with wanted as (${wanted}), stored as (${stored})
     (select * from wanted except select * from stored) union all (select * from stored except select * from wanted)) differing`;
}
