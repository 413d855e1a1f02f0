import pg from 'pg';

/** A promise where no callback is given. */
type Query = (...given: unknown[]) => Promise<unknown> | undefined;

/** After how many times on one connection a statement is worth a name. */
const OFTEN = 5;
/** Names that one connection has at most: each costs the server memory. */
const MOST_NAMES = 256;
const MOST_SEEN = 2000;
/** A newer copy of the program has changed a table that a plan reads. */
const STALE_PLAN = /^cached plan must not change result type/;

/**
 * A connection on which PostgreSQL remembers how it reads and plans the statements that come again and again: with most
 * of ours that takes longer than running them. The rule is that of PostgreSQL's JDBC driver.
 */
class PlanningClient extends pg.Client {
  private readonly seen = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private named = 0;

  override readonly query = ((statement: unknown, values?: unknown, ...rest: unknown[]) => {
    const send = super.query.bind(this) as unknown as Query;
    if (typeof statement !== 'string' || !Array.isArray(values)) return send(statement, values, ...rest);
    const name = this.names.get(statement) ?? this.nameFor(statement);
    return send({ text: statement, values, name }, ...rest)?.catch((error: unknown) => {
      if (isStalePlan(error)) this.names.clear();
      throw error;
    });
  }) as typeof pg.Client.prototype.query;

  private nameFor(statement: string): string | undefined {
    if (this.names.size >= MOST_NAMES) return undefined;
    const times = (this.seen.get(statement) ?? 0) + 1;
    if (times < OFTEN) {
      if (this.seen.size >= MOST_SEEN) this.seen.clear();
      this.seen.set(statement, times);
      return undefined;
    }
    this.seen.delete(statement);
    const name = `often_${(this.named += 1)}`;
    this.names.set(statement, name);
    return name;
  }
}

class PlanningPool extends pg.Pool {
  constructor(options: pg.PoolConfig) {
    super({ ...options, Client: PlanningClient });
  }
}

/** What TypeORM is to take in the place of `pg`. */
export const planningDriver = { ...pg, Pool: PlanningPool };

/** Once seen, the connection plans anew: what failed can be done again. */
export function isStalePlan(error: unknown): boolean {
  return error instanceof Error && STALE_PLAN.test(error.message);
}
