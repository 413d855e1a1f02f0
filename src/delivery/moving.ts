import { empty, raw, sql, type Sql } from '../platform/database/index.js';
import { type MoveName, MOVES } from './state.js';

/** `set`: what changes beside the state. `using`: the `from` of the statement, where it needs another table. */
export interface Moving {
  which: Sql;
  set: Sql;
  using?: Sql;
}

/** The only statement that changes a delivery. What is not in a state from which the move leads stays as it is. */
export function moving(name: MoveName, { which, set, using = empty }: Moving): Sql {
  const { from, to } = MOVES[name];
  // As literals: a plan that is kept for a statement uses the partial indexes only so.
  const legal = raw(from.map((state) => `'${state}'`).join(', '));
  return sql`
    update delivery d set state = ${raw(`'${to}'`)}, ${set} ${using}
     where ${which} and d.state in (${legal})`;
}

/** Over `delivery d`: one and those that are joined to it, which it shares every fate with. */
export function together(lead: string): Sql {
  return sql`(d.id = ${lead} or d.joined_to = ${lead})`;
}
