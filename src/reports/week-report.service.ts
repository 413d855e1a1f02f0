import { Injectable } from '@nestjs/common';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { counts } from './parts.js';
import { counted, standing, type Standing } from './rolled.js';
import type { Span } from './sums.js';

export interface Scope {
  departmentIds: string[] | 'all';
}

export interface Paid {
  currency: string;
  /** The amount is a decimal string. */
  amount: string;
}

/** Tickets are counted under the department and priority that they have now. */
export interface WeekRow {
  department: string;
  departmentName: Record<string, string>;
  priority: string;
  opened: number;
  /** Every result counts, also one that did not last. */
  resolved: number;
  /** So many results turned out not to last: the customer wrote again, or a colleague reopened the ticket. */
  reopened: number;
  /** This counts the tickets that are open at the moment, whichever week is shown. */
  openNow: number;
  responseMet: number;
  responseBreached: number;
  resolutionMet: number;
  resolutionBreached: number;
  /** This is the median time from opening a ticket to its first answer; it is null if nothing was answered. */
  medianResponseSeconds: number | null;
  paid: Paid[];
}

@Injectable()
export class WeekReport {
  constructor(private readonly database: Database) {}

  /** The rows have a count each. Departments come in their order, each with its most urgent priority first. */
  async read(scope: Scope, span: Span): Promise<{ rows: WeekRow[]; median: number | null }> {
    const sums = await standing(this.database, span);
    const [rows, median] = await Promise.all([
      this.rowsOf(scope, span, sums),
      this.medianOf(scope, span, sums),
    ]);
    return { rows, median };
  }

  async rows(scope: Scope, span: Span): Promise<WeekRow[]> {
    return this.rowsOf(scope, span, await standing(this.database, span));
  }

  /** Counts the chats in which WeChat stopped accepting answers before anybody had answered. */
  async windowsLost(scope: Scope, { since, until }: Span): Promise<number> {
    const { lost } = await this.database.one<{ lost: number }>(sql`
      select count(*)::int lost from event e
       where e.name = 'conversation.window_lost' and e.at >= ${since} and e.at < ${until}
         and ${inside(scope, sql`(e.data->>'departmentId')::bigint`)}`);
    return lost;
  }

  private async medianOf(scope: Scope, span: Span, standing: Standing): Promise<number | null> {
    const { median } = await this.database.one<{ median: number | null }>(sql`
      with ${counted(standing, span, inside(scope))}
      select percentile_cont(0.5) within group (order by took) median from answered`);
    return median;
  }

  private rowsOf(scope: Scope, span: Span, standing: Standing): Promise<WeekRow[]> {
    return this.database.rows<WeekRow>(sql`
      with ${counted(standing, span, inside(scope))},
      open as (
        select department_id, priority, count(*) as open_now from ticket where not is_finished and ${inside(scope)} group by 1, 2
      ),
      sums as (
        select department_id, priority, ${counts((count) => sql`sum(${count}) as ${count}`)} from counted group by 1, 2
      ),
      medians as (
        select department_id, priority, percentile_cont(0.5) within group (order by took) median from answered group by 1, 2
      ),
      paid as (
        select department_id, priority, jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount::text) order by currency) paid
          from (
            select department_id, priority, p.currency, sum(sign * p.amount) amount
              from counted cross join jsonb_to_recordset(paid) p (currency text, amount numeric)
             group by 1, 2, 3 having sum(sign) > 0
          ) p
         group by 1, 2
      )
      select d.key department, d.name department_name, priority,
             coalesce(opened, 0)::int opened, coalesce(resolved, 0)::int resolved, coalesce(reopened, 0)::int reopened,
             coalesce(open_now, 0)::int open_now,
             coalesce(response_met, 0)::int response_met, coalesce(response_breached, 0)::int response_breached,
             coalesce(resolution_met, 0)::int resolution_met, coalesce(resolution_breached, 0)::int resolution_breached,
             median::float8 median_response_seconds, coalesce(paid, '[]') paid
        from sums full join open using (department_id, priority) full join medians using (department_id, priority)
        full join paid using (department_id, priority) join department d on d.id = department_id
       where coalesce(opened, 0) + coalesce(resolved, 0) + coalesce(reopened, 0) + coalesce(open_now, 0)
             + coalesce(response_met, 0) + coalesce(response_breached, 0) + coalesce(resolution_met, 0)
             + coalesce(resolution_breached, 0) > 0 or paid is not null
       order by d.position, d.id, priority`);
  }
}

function inside({ departmentIds }: Scope, department = sql`department_id`): Sql {
  return departmentIds === 'all' ? sql`true` : sql`${department} = any(${departmentIds}::bigint[])`;
}
