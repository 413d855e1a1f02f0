import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, type Sql, sql } from '../platform/database/index.js';
import { cursorOf, ID, type Page, readCursor } from '../platform/http/index.js';
import type { Metric } from './metrics.js';
import type { PolicyBook } from './policy-book.js';
import type { Cause } from './sla.events.js';
import type { Measuring, TicketTimers } from './ticket-timers.js';
import { TimerRows } from './timer-rows.js';

/** Both times are null while the timer is paused. `to` is also null if the change would end the timer. */
export interface Moved {
  timerId: string;
  number: string;
  metric: Metric;
  key: string;
  from: Date | null;
  to: Date | null;
  ends: boolean;
}

/** Such a page may be empty although more follow. */
export type MovedPage = Page<Moved>;

export type MoveChoice = 'all' | 'none' | readonly string[];

/** `book` has the policies after the change. `which` is a condition over `timer t`. */
export interface Change {
  cause: Cause;
  book: PolicyBook;
  which: Sql;
  /** `exact` also moves timers to a newer version of their own calendar. */
  exact: boolean;
}

const PAGE = 200;

@Injectable()
export class ChangeImpact {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rows: TimerRows,
  ) {}

  async affected({ book, which, ...measuring }: Change, after: string | null): Promise<MovedPage> {
    const ids = await this.tickets(which, readCursor(after ?? undefined, ID)?.[0] ?? null);
    const tickets = await this.rows.unlocked(ids);
    const now = this.clock.now();
    const data = tickets.flatMap((timers) => {
      timers.retarget(now, book, measuring);
      return moved(timers);
    });
    return { data, next: ids.length === PAGE ? cursorOf([ids.at(-1)!]) : null };
  }

  /** Runs in the caller's transaction. Returns how many timers moved. */
  async apply({ book, which, ...change }: Change, choice: MoveChoice): Promise<number> {
    if (choice === 'none') return 0;
    const measuring: Measuring = { ...change, ...(choice !== 'all' && { only: new Set(choice) }) };
    let count = 0;
    for (let after: string | null = null, more = true; more;) {
      const ids = await this.tickets(which, after);
      count += await this.retarget(ids, book, measuring);
      more = ids.length === PAGE;
      after = ids.at(-1) ?? null;
    }
    return count;
  }

  private async retarget(ids: string[], book: PolicyBook, measuring: Measuring): Promise<number> {
    const tickets = await this.rows.ofTickets(ids);
    const now = this.clock.now();
    for (const timers of tickets) timers.retarget(now, book, measuring);
    const all = tickets.flatMap((timers) => timers.all);
    const count = all.filter(({ row }) => row.id === null).length;
    await this.rows.save(all);
    return count;
  }

  private async tickets(which: Sql, after: string | null): Promise<string[]> {
    const rows = await this.database.rows<{ ticketId: string }>(sql`
      select distinct t.ticket_id from timer t
       where t.state in ('running', 'paused') and t.ticket_id > ${after ?? 0} and ${which}
       order by t.ticket_id limit ${PAGE}`);
    return rows.map(({ ticketId }) => ticketId);
  }
}

function moved({ all }: TicketTimers): Moved[] {
  return all.flatMap((timer) => {
    const { id, number, metric, key } = timer.row;
    const was = timer.happened.at(-1);
    if (id === null || was?.name !== 'sla.timer_cancelled') return [];
    const next = all.find(({ row }) => row.replaces === id);
    const [from, to] = [timer.row.dueAt, next?.row.dueAt ?? null];
    if (next && from?.getTime() === to?.getTime()) return [];
    return [{ timerId: id, number, metric, key, from, to, ends: !next }];
  });
}
