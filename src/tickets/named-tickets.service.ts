import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import type { ProgressLine } from './events.js';
import { numberOf, numbersIn } from './number.js';

const FINISHED_DAYS = 30;
const MOST = 3;

/** Says which tickets a customer means. */
@Injectable()
export class NamedTickets {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Returns those of the customer's tickets whose numbers the text names, however old they are. */
  async byNumber(customerId: string, text: string): Promise<ProgressLine[]> {
    const numbers = numbersIn(text).map(({ number }) => number);
    if (numbers.length === 0) return [];
    return this.lines(customerId, sql`t.number = any(${numbers}::bigint[])`);
  }

  async byOrder(customerId: string, orderKeys: string[]): Promise<ProgressLine[]> {
    if (orderKeys.length === 0) return [];
    return this.lines(customerId, sql`${orderOf()} = any(${orderKeys}::text[])`);
  }

  /** Returns the tickets that a question about progress may mean: the open ones and those finished lately. */
  standing(customerId: string, type: string | null = null): Promise<ProgressLine[]> {
    const since = new Date(this.clock.now().getTime() - FINISHED_DAYS * 86_400_000);
    return this.lines(
      customerId,
      sql`(not t.is_finished or t.updated_at >= ${since}) and (${type}::text is null or t.type = ${type})`,
    );
  }

  private async lines(customerId: string, which: Sql): Promise<ProgressLine[]> {
    const rows = await this.database.rows<ProgressLine>(sql`
      select t.id ticket_id, t.number, t.type, t.stage, t.department_id, t.is_finished finished from ticket t
       where t.customer_id = ${customerId} and ${which}
       order by t.is_finished, t.id desc limit ${MOST}`);
    return rows.map((row) => ({ ...row, number: numberOf(row) }));
  }
}

/** Expects `ticket t` in the query. Writes its order as `orderKey` does. */
export function orderOf(): Sql {
  return sql`nullif(regexp_replace(upper(normalize(coalesce(t.fields->>'order', ''), NFKC)), '[^A-Z0-9]', '', 'g'), '')`;
}
