import { empty, raw, sql, type Sql } from '../platform/database/index.js';
import { type MoveName, MOVES } from './state.js';

export interface Moving {
  which: Sql;
  set: Sql;
  using?: Sql;
}

/**
 * The only statement that changes the state of a delivery. If the move does not start from that state,
 * nothing changes.
 */
export function moving(name: MoveName, { which, set, using = empty }: Moving): Sql {
  const { from, to } = MOVES[name];
  // The states are literals, because a cached query plan can use the partial indexes only then.
  const legal = raw(from.map((state) => `'${state}'`).join(', '));
  return sql`
    update delivery d set state = ${raw(`'${to}'`)}, ${set} ${using}
     where ${which} and d.state in (${legal})`;
}

/** Expects `delivery d` in the query. Selects a delivery and those that were joined to it. */
export function together(lead: string): Sql {
  return sql`(d.id = ${lead} or d.joined_to = ${lead})`;
}
