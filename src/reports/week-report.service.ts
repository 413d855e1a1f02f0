import { Injectable } from '@nestjs/common';
import { Database, sql, type Sql } from '../platform/database/index.js';

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

interface Span {
  since: Date;
  until: Date;
}

@Injectable()
export class WeekReport {
  constructor(private readonly database: Database) {}

  /** Returns only rows with a count. Departments come in their order, each with its most urgent priority first. */
  rows(scope: Scope, span: Span): Promise<WeekRow[]> {
    return this.database.rows<WeekRow>(sql`
      with counted as (${tickets(scope, span)} union all ${clocks(scope, span)} union all ${payments(scope, span)}),
      paid as (
        select department_id, priority, jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount::text) order by currency) paid
          from (select department_id, priority, currency, sum(amount) amount from counted where currency is not null group by 1, 2, 3) p
         group by 1, 2
      )
      select d.key department, d.name department_name, c.priority,
             count(*) filter (where c.what = 'opened')::int opened,
             count(*) filter (where c.what = 'resolved')::int resolved,
             count(*) filter (where c.what = 'reopened')::int reopened,
             count(*) filter (where c.what = 'open')::int open_now,
             count(*) filter (where c.what = 'first_response_met')::int response_met,
             count(*) filter (where c.what = 'first_response_breached')::int response_breached,
             count(*) filter (where c.what = 'resolution_met')::int resolution_met,
             count(*) filter (where c.what = 'resolution_breached')::int resolution_breached,
             (percentile_cont(0.5) within group (order by c.seconds))::float8 median_response_seconds,
             coalesce(p.paid, '[]') paid
        from counted c join department d on d.id = c.department_id
        left join paid p on p.department_id = c.department_id and p.priority = c.priority
       group by d.position, d.id, c.priority, p.paid
       order by d.position, d.id, c.priority`);
  }

  /** Counts the chats in which WeChat stopped accepting answers before anybody had answered. */
  async windowsLost({ departmentIds }: Scope, { since, until }: Span): Promise<number> {
    const inside =
      departmentIds === 'all'
        ? sql`true`
        : sql`(e.data->>'departmentId')::bigint = any(${departmentIds}::bigint[])`;
    const { lost } = await this.database.one<{ lost: number }>(sql`
      select count(*)::int lost from event e
       where e.name = 'conversation.window_lost' and e.at >= ${since} and e.at < ${until} and ${inside}`);
    return lost;
  }

  async medianResponse(scope: Scope, span: Span): Promise<number | null> {
    const { median } = await this.database.one<{ median: number | null }>(sql`
      select percentile_cont(0.5) within group (order by c.seconds) median from (${clocks(scope, span)}) c`);
    return median;
  }
}

function tickets(scope: Scope, { since, until }: Span): Sql {
  const within = (column: Sql) => sql`${column} >= ${since} and ${column} < ${until}`;
  const nothing = sql`null::float8 seconds, null::text currency, null::numeric amount`;
  return sql`
    select t.department_id, t.priority, 'opened' what, ${nothing} from ticket t where ${within(sql`t.opened_at`)} and ${inside(scope)}
    union all
    select t.department_id, t.priority, 'resolved', ${nothing} from resolution n join ticket t on t.id = n.ticket_id
     where ${within(sql`n.resolved_at`)} and ${inside(scope)}
    union all
    select t.department_id, t.priority, 'reopened', ${nothing} from resolution n join ticket t on t.id = n.ticket_id
     where ${within(sql`n.reopened_at`)} and ${inside(scope)}
    union all
    select t.department_id, t.priority, 'open', ${nothing} from ticket t where not t.is_finished and ${inside(scope)}`;
}

/**
 * A promise that was broken in the week counts as broken, even if it was fulfilled later or its ticket was solved
 * without a word.
 */
function clocks(scope: Scope, { since, until }: Span): Sql {
  return sql`
    select t.department_id, t.priority, m.metric || case when m.broken then '_breached' else '_met' end what,
           case when m.metric = 'first_response' and m.state = 'met' then extract(epoch from m.ended_at - t.opened_at)::float8 end seconds,
           null::text currency, null::numeric amount
      from promise m join ticket t on t.id = m.ticket_id
     where m.metric in ('first_response', 'resolution') and ${inside(scope)}
       and m.decided_at >= ${since} and m.decided_at < ${until}`;
}

function payments(scope: Scope, { since, until }: Span): Sql {
  return sql`
    select t.department_id, t.priority, 'paid', null, r.currency, r.amount
      from refund_payment p join refund r on r.id = p.refund_id join ticket t on t.id = r.ticket_id
     where p.paid_at >= ${since} and p.paid_at < ${until} and ${inside(scope)}`;
}

function inside({ departmentIds }: Scope): Sql {
  return departmentIds === 'all' ? sql`true` : sql`t.department_id = any(${departmentIds}::bigint[])`;
}
