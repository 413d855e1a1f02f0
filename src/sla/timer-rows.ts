import { Injectable } from '@nestjs/common';
import { Database, empty, raw, type Sql, sql } from '../platform/database/index.js';
import { Clock } from '../platform/clock/index.js';
import { Events } from '../platform/events/index.js';
import { LOOK_AGAIN_MS, Wakeups } from '../platform/jobs/index.js';
import { numberOf } from '../tickets/index.js';
import { Calendars } from '../hours/index.js';
import { type TicketFacts, TicketTimers } from './ticket-timers.js';
import { TimerFollowers } from './timer-followers.js';
import { told } from './timer-events.js';
import { asJson, changes, CHANGING, FIXED, readRow, type TimerColumns } from './timer-columns.js';
import { Timer } from './timer.js';

@Injectable()
export class TimerRows {
  constructor(
    private readonly database: Database,
    private readonly calendars: Calendars,
    private readonly events: Events,
    private readonly followers: TimerFollowers,
    private readonly clock: Clock,
    private readonly wakeups: Wakeups,
  ) {}

  async ofTicket(ticketId: string): Promise<TicketTimers> {
    const [found] = await this.read(sql`k.id = ${ticketId}`, sql`for update`);
    if (!found) throw new Error(`ticket ${ticketId} does not exist`);
    return found;
  }

  /** Locks the tickets in the order of their ids, which avoids deadlocks. */
  async ofTickets(ticketIds: string[]): Promise<TicketTimers[]> {
    await this.database.run(
      sql`select 1 from ticket where id = any(${ticketIds}::bigint[]) order by id for no key update`,
    );
    return this.read(sql`k.id = any(${ticketIds}::bigint[])`, sql`for update`);
  }

  async unlocked(ticketIds: string[]): Promise<TicketTimers[]> {
    return this.read(sql`k.id = any(${ticketIds}::bigint[])`, empty);
  }

  /**
   * Skips what another sweep holds, and tickets that somebody is changing: that change fires its timers
   * itself, and waiting could become a deadlock.
   */
  async due(now: Date, limit: number, except: string[]): Promise<Timer[]> {
    const rest = except.length > 0 ? sql`and t.id <> all(${except}::bigint[])` : empty;
    return this.timers(
      await this.database.rows(sql`
        select t.*, k.number, k.department_id as ticket_department_id
          from timer t join ticket k on k.id = t.ticket_id
         where t.state = 'running' and t.next_fire_at <= ${now} ${rest}
         order by t.next_fire_at, t.id limit ${limit}
           for update of t skip locked for no key update of k skip locked`),
    );
  }

  async nearest(): Promise<Date | null> {
    const row = await this.database.one<{ nearest: Date | null }>(
      sql`select min(next_fire_at) as nearest from timer where state = 'running' and next_fire_at is not null`,
    );
    return row.nearest;
  }

  async save(timers: Timer[]): Promise<void> {
    const started = timers.filter(({ row }) => row.id === null);
    const changed = timers.filter(({ row, touched }) => row.id !== null && touched);
    this.update(changed);
    await this.insert(started);
    const drafts = told([...changed, ...started], new Set(started));
    await this.events.recordMany(drafts);
    await this.followers.tell({ changed, started, told: drafts });
    this.wake([...changed, ...started]);
  }

  /** Sweeps look again after a while, so only what is due before then has to wake them. */
  private wake(timers: readonly Timer[]): void {
    const horizon = this.clock.now().getTime() + LOOK_AGAIN_MS;
    const isNear = ({ row: { nextFireAt } }: Timer) => nextFireAt !== null && nextFireAt.getTime() <= horizon;
    if (timers.some(isNear)) this.wakeups.wake('timers');
  }

  private async read(which: Sql, lock: Sql): Promise<TicketTimers[]> {
    const rows = await this.database.rows<TicketFacts & TimerColumns>(sql`
      select k.id as ticket_id, k.number, k.type, k.priority, k.status, k.department_id as ticket_department_id,
             u.tier, u.region, a.kind as channel, t.*, k.id as ticket_id
        from ticket k
        join customer u on u.id = k.customer_id
        left join identity i on i.id = k.identity_id
        left join channel_account a on a.id = i.account_id
        left join lateral (select * from timer where ticket_id = k.id order by id ${lock}) t on true
       where ${which}
       order by k.id, t.id`);
    const timers = await this.timers(rows.filter(({ id }) => id !== null));
    const tickets = new Map(rows.map((row) => [row.ticketId, { ...row, number: numberOf(row) }]));
    return [...tickets.values()].map(
      (ticket) =>
        new TicketTimers(
          ticket,
          timers.filter(({ row }) => row.ticketId === ticket.ticketId),
        ),
    );
  }

  private async timers(rows: TimerColumns[]): Promise<Timer[]> {
    const bases = await this.calendars.versions(rows.map((row) => row.calendarVersionId));
    return rows.map((row) => new Timer(readRow(row), bases(row.calendarVersionId)));
  }

  private update(timers: Timer[]): void {
    if (timers.length === 0) return;
    const set = CHANGING.map((column) => `${column} = changed.${column}`).join(', ');
    void this.database.send(
      sql`update timer set ${raw(set)} from ${changes(timers)} where timer.id = changed.id`,
    );
  }

  private async insert(timers: Timer[]): Promise<void> {
    if (timers.length === 0) return;
    const columns = raw([...FIXED, ...CHANGING].join(', '));
    const ids = await this.database.rows<{ id: string }>(sql`
      insert into timer (${columns})
      select ${columns} from jsonb_populate_recordset(null::timer, ${asJson(timers)}::jsonb)
      returning id`);
    for (const [index, { id }] of ids.entries()) timers[index]!.row.id = id;
  }
}
