import pg from 'pg';

type Query = (...given: unknown[]) => Promise<unknown> | undefined;

/** PostgreSQL keeps the plan of a statement from this run on. */
const OFTEN = 5;
/** Each stored plan costs the server memory, so a connection has no more than this. */
const MOST_NAMES = 256;
const MOST_SEEN = 2000;
/** PostgreSQL says this after a newer program has changed a table that a stored plan reads. */
const STALE_PLAN = /^cached plan must not change result type/;

/**
 * PostgreSQL stores the plan of a statement with a name. Most of our statements take longer to plan than to
 * run. PostgreSQL's JDBC driver follows the same rule.
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

/** TypeORM takes no pool. It makes its own from the package that it is given. */
export const pgWithPlanningPool = { ...pg, Pool: PlanningPool };

/** After this error the connection plans again, so the failed transaction can be repeated. */
export function isStalePlan(error: unknown): boolean {
  return error instanceof Error && STALE_PLAN.test(error.message);
}
