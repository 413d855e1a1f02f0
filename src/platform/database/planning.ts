import sql, { type Sql } from 'sql-template-tag';

/** PostgreSQL keeps the plan of a statement from this run on. */
const OFTEN = 5;
/** Each stored plan costs the server memory, so a connection has no more than this. */
const MOST_NAMES = 256;
const MOST_SEEN = 2000;
/** PostgreSQL says this after a newer program has changed a table that a stored plan reads. */
const STALE_PLAN = /^cached plan must not change result type/;

/**
 * PostgreSQL stores the plan of a statement with a name. Most of our statements take longer to plan than to
 * run. PostgreSQL's JDBC driver follows the same rule. Each connection has names of its own.
 */
export class PlanNames {
  private readonly seen = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private named = 0;

  of(statement: string): string | undefined {
    return this.names.get(statement) ?? this.give(statement);
  }

  forget(): void {
    this.names.clear();
  }

  private give(statement: string): string | undefined {
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

/** After this error the connection plans again, so the failed transaction can be repeated. */
export function isStalePlan(error: unknown): boolean {
  return error instanceof Error && STALE_PLAN.test(error.message);
}

/**
 * Is compared with an id: `id = ${oneOf(ids)}`. PostgreSQL makes a new plan for each run where it sees how many ids
 * there are. Here it does not see it, and keeps one plan for a few.
 */
export function oneOf(ids: string[]): Sql {
  return sql`any((select ${ids}::bigint[])::bigint[])`;
}
