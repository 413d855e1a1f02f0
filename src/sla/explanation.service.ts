import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, empty, sql, type Sql } from '../platform/database/index.js';
import { elapsed } from '../hours/index.js';
import { Calendars } from '../hours/index.js';
import type { LocalizedText } from '../platform/text/index.js';
import type { Cause } from './sla.events.js';
import { type Stretch, stretchesOf, type Turn } from './stretches.js';
import type { Base } from './policy-book.js';
import type { TimerView } from './timers.queries.js';

/**
 * Explains a due time. An earlier version of the timer, whose id is `replaces`, had counted `keptSeconds`.
 * `consumedSeconds` count up to now and include them. `calendar` is null if every second counts.
 */
export interface Explanation extends Omit<TimerView, 'clock' | 'departmentName'> {
  policy: { key: string; name: LocalizedText; version: number };
  calendar: { key: string; name: LocalizedText; version: number; zone: string } | null;
  keptSeconds: number;
  replaces: string | null;
  /** The promise was first broken then, by these terms or by those of an earlier version. */
  brokenAt: Date | null;
  /** Why it took the place of the earlier version; null if nobody changed anything. */
  cause: Cause | null;
  stretches: Stretch[];
}

type Explained = Omit<Explanation, 'keptSeconds' | 'consumedSeconds' | 'stretches' | 'cause'> & {
  ticketId: string;
  consumedMs: number;
  runningSince: Date | null;
  calendarVersionId: string | null;
};

@Injectable()
export class Explanations {
  constructor(
    private readonly database: Database,
    private readonly calendars: Calendars,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns the timer and its earlier versions, newest first, or nothing if the ticket has no such timer. The
   * caller has checked that the member may see the ticket.
   */
  line(ticketId: string, timerId: string): Promise<Explanation[]> {
    return this.explained(sql`
      t.id in (with recursive line as (
        select id, replaces from timer where id = ${timerId} and ticket_id = ${ticketId}
        union all select e.id, e.replaces from timer e join line on e.id = line.replaces)
        select id from line) order by t.version desc`);
  }

  /**
   * Returns every version of every timer, oldest first. `after` is the id of the last one on the previous
   * page.
   */
  ofTicket(ticketId: string, page: { after?: string; limit: number }): Promise<Explanation[]> {
    const later = page.after === undefined ? empty : sql`and t.id > ${page.after}`;
    return this.explained(sql`t.ticket_id = ${ticketId} ${later} order by t.id limit ${page.limit}`);
  }

  private async explained(which: Sql): Promise<Explanation[]> {
    const timers = await this.timers(which);
    const turns = await this.turns(timers);
    const base = await this.calendars.versions(timers.map(({ calendarVersionId }) => calendarVersionId));
    const now = this.clock.now();
    return timers.map((timer) =>
      explanation(timer, turns.get(timer.id) ?? [], base(timer.calendarVersionId), now),
    );
  }

  private timers(which: Sql): Promise<Explained[]> {
    return this.database.rows<Explained>(sql`
      select t.ticket_id, t.id, t.metric, t.key, g.name, d.key as department, t.version, t.state, t.due_at, t.warn_at,
             t.started_at, t.target_seconds, t.paused_reason, t.breached_at, t.broken_at, t.ended_at, t.replaces,
             t.consumed_ms::float8, t.running_since, t.calendar_version_id,
             jsonb_build_object('key', p.key, 'name', p.name, 'version', t.policy_version) as policy,
             case when v.id is not null then
               jsonb_build_object('key', c.key, 'name', c.name, 'version', v.version, 'zone', v.zone) end as calendar
        from timer t
        join policy p on p.id = t.policy_id
        join department d on d.id = t.department_id
        left join policy_target g on g.policy_id = t.policy_id and g.metric = t.metric and g.key = t.key
        left join calendar_version v on v.id = t.calendar_version_id
        left join calendar c on c.id = v.calendar_id
       where ${which}`);
  }

  private async turns(timers: Explained[]): Promise<Map<string, Turn[]>> {
    const rows = await this.database.rows<Turn & { timerId: string }>(sql`
      select name, data, data ->> 'timerId' timer_id from event
       where subject_type = 'ticket' and subject_id = ${timers[0]?.ticketId ?? null}
         and data ->> 'timerId' = any(${timers.map(({ id }) => id)}::text[])
         and name in ('sla.timer_started', 'sla.timer_paused', 'sla.timer_resumed')
       order by id`);
    const byTimer = new Map<string, Turn[]>(timers.map(({ id }) => [id, []]));
    for (const { timerId, ...turn } of rows) byTimer.get(timerId)?.push(turn);
    return byTimer;
  }
}

function explanation(timer: Explained, turns: Turn[], base: Base, now: Date): Explanation {
  const { consumedMs, runningSince, ...shown } = timer;
  const running = runningSince === null ? 0 : elapsed(runningSince, now, base);
  const times = { dueAt: timer.breachedAt ?? timer.dueAt, endedAt: timer.endedAt, now };
  return {
    ...shown,
    consumedSeconds: Math.floor(consumedMs / 1000 + running),
    keptSeconds: turns[0]?.data.consumedSeconds ?? 0,
    cause: turns[0]?.data.cause ?? null,
    stretches: stretchesOf(turns, times, base),
  };
}
