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

/**
 * Parts deliveries from the one that they were joined to when it is sent again without them. What becomes of it then
 * says nothing about them. They stay in their state.
 */
export function parting(taken: { id: string; lead: string }[]): Sql {
  const going = taken.map(({ id }) => id);
  const leads = taken.map(({ lead }) => lead);
  return sql`
    update delivery set joined_to = null
     where joined_to = any(${leads}::bigint[]) and id <> all(${going}::bigint[])`;
}
