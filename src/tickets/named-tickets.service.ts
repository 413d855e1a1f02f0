import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import type { ProgressLine } from './events.js';
import { numberOf, numbersIn } from './number.js';

const FINISHED_DAYS = 30;
const MOST = 3;
/** Words about a ticket that was closed longer ago than this are about something new. */
const FOLLOW_UP_DAYS = 90;

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

  byOrder(customerId: string, order: string): Promise<ProgressLine[]> {
    return this.lines(customerId, isAbout(order));
  }

  /** Returns the tickets that a question about progress may mean: the open ones and those finished lately. */
  standing(customerId: string, type: string | null = null): Promise<ProgressLine[]> {
    const since = new Date(this.clock.now().getTime() - FINISHED_DAYS * 86_400_000);
    return this.lines(
      customerId,
      sql`(not t.is_finished or t.updated_at >= ${since}) and (${type}::text is null or t.type = ${type})`,
    );
  }

  /**
   * Finds the customer's ticket of this type that the words continue: an open one, else one that was solved or closed
   * lately. A ticket about another order is another piece of work. One without an order may still be about this one
   * while it is open.
   */
  async ofType(customerId: string, type: string, order?: string): Promise<string | null> {
    const same = isAbout(order ?? null);
    const fits = sql`(${order ?? null}::text is null or ${same} or (${ORDER} is null and not t.is_finished))`;
    const found = await this.database.maybe<{ id: string }>(sql`
      select t.id from ticket t
       where t.customer_id = ${customerId} and t.type = ${type} and ${this.isRecent()} and ${fits}
       order by ${same} desc, t.is_finished, t.id desc limit 1`);
    return found?.id ?? null;
  }

  /** Finds the ticket that changed last: free words continue what was last spoken about. */
  async latest(customerId: string): Promise<{ id: string; finished: boolean } | undefined> {
    return this.database.maybe(sql`
      select t.id, t.is_finished finished from ticket t
       where t.customer_id = ${customerId} and (not t.is_finished or t.status = 'resolved')
       order by coalesce(t.resolved_at, t.updated_at) desc, t.is_finished, t.id desc limit 1`);
  }

  /** Finds the open ticket that is about this order, else the one without an order that changed last. */
  async forOrder(customerId: string, order: string): Promise<string | null> {
    const same = isAbout(order);
    const found = await this.database.maybe<{ id: string }>(sql`
      select t.id from ticket t
       where t.customer_id = ${customerId} and not t.is_finished and (${same} or ${ORDER} is null)
       order by ${same} desc, t.updated_at desc, t.id desc limit 1`);
    return found?.id ?? null;
  }

  /** Finds the ticket that was finished last, to which a new one may be the sequel. */
  async latestFinished(customerId: string): Promise<string | null> {
    const found = await this.database.maybe<{ id: string }>(sql`
      select t.id from ticket t
       where t.customer_id = ${customerId} and t.is_finished and ${this.isRecent()}
       order by coalesce(t.closed_at, t.resolved_at) desc, t.id desc limit 1`);
    return found?.id ?? null;
  }

  private async lines(customerId: string, which: Sql): Promise<ProgressLine[]> {
    const rows = await this.database.rows<ProgressLine>(sql`
      select t.id ticket_id, t.number, t.type, t.stage, t.department_id, t.is_finished finished from ticket t
       where t.customer_id = ${customerId} and ${which}
       order by t.is_finished, t.id desc limit ${MOST}`);
    return rows.map((row) => ({ ...row, number: numberOf(row) }));
  }

  private isRecent(): Sql {
    const since = new Date(this.clock.now().getTime() - FOLLOW_UP_DAYS * 86_400_000);
    return sql`(not t.is_finished or coalesce(t.closed_at, t.resolved_at) >= ${since})`;
  }
}

/** Both expect `ticket t` in the query. Two orders are one if they differ in nothing but case and signs. */
const ORDER = sql`order_key(nullif(t.fields->>'order', ''))`;

function isAbout(order: string | null): Sql {
  return sql`coalesce(${ORDER} = order_key(${order}::text), false)`;
}
