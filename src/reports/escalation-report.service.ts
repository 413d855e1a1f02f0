import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Scope } from './week-report.service.js';

/** `late` counts the escalations that were asked for after a promise of the ticket had been broken. */
export interface EscalationRow {
  asked: number;
  late: number;
  byCustomers: number;
}

@Injectable()
export class EscalationReport {
  constructor(private readonly database: Database) {}

  async count(
    { departmentIds }: Scope,
    { since, until }: { since: Date; until: Date },
  ): Promise<EscalationRow> {
    const inside =
      departmentIds === 'all' ? sql`true` : sql`t.department_id = any(${departmentIds}::bigint[])`;
    return this.database.one<EscalationRow>(sql`
      select count(*)::int asked, count(*) filter (where e.after_breach)::int late,
             count(*) filter (where e.asked_by_kind = 'customer')::int by_customers
        from escalation e join ticket t on t.id = e.ticket_id
       where e.kind = 'asked' and e.due_at >= ${since} and e.due_at < ${until} and ${inside}`);
  }
}
