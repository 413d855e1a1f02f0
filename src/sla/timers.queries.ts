import { Injectable } from '@nestjs/common';
import { Database, oneOf, sql } from '../platform/database/index.js';
import type { LocalizedText } from '../platform/text/index.js';
import { type Metric, METRICS } from './metrics.js';
import type { TimerState } from './timer-row.js';

/**
 * `department` is a key. `dueAt` is null while the timer is paused and stays after its end. `breachedAt` is
 * the due time of a missed target. `version` grows with every restart.
 */
export interface TimerView {
  id: string;
  metric: Metric;
  key: string;
  name: Record<string, string> | null;
  department: string;
  departmentName: LocalizedText;
  version: number;
  state: TimerState;
  dueAt: Date | null;
  warnAt: Date | null;
  startedAt: Date;
  targetSeconds: number;
  /** The running stretch is not included. */
  consumedSeconds: number;
  clock: 'wall' | 'working';
  pausedReason: string | null;
  breachedAt: Date | null;
  endedAt: Date | null;
}

/**
 * Reads the newest version of each timer. The customer's timers come first, then those of the departments in
 * turn. A timer that starts again keeps its place.
 */
@Injectable()
export class Timers {
  constructor(private readonly database: Database) {}

  /**
   * The key is the ticket's id; a ticket without targets has an empty list. The caller has checked that the
   * member may see the tickets.
   */
  async ofTickets(ticketIds: string[]): Promise<Map<string, TimerView[]>> {
    const rows = await this.database.rows<TimerView & { ticketId: string }>(sql`
      select * from (
        select distinct on (t.ticket_id, t.metric, t.key, clock_of)
               t.ticket_id, t.id, t.metric, t.key, g.name, d.key as department, d.name as department_name,
               t.version, t.state, t.due_at, t.warn_at,
               t.started_at, t.target_seconds, (t.consumed_ms / 1000)::int consumed_seconds, t.paused_reason,
               case when t.calendar_version_id is null then 'wall' else 'working' end clock, t.breached_at, t.ended_at
          from timer t
          join department d on d.id = t.department_id
          left join policy_target g on g.policy_id = t.policy_id and g.metric = t.metric and g.key = t.key
          cross join lateral (
            select case when t.metric in ('acceptance', 'department') then t.department_id end as clock_of
          ) c
         where t.ticket_id = ${oneOf(ticketIds)}
         order by t.ticket_id, t.metric, t.key, clock_of, t.version desc
      ) newest
      order by ticket_id, metric in ('acceptance', 'department'), ${place}, id`);
    const byTicket = new Map<string, TimerView[]>(ticketIds.map((id) => [id, []]));
    for (const { ticketId, ...timer } of rows) byTicket.get(ticketId)?.push(timer);
    return byTicket;
  }
}

const place = sql`
  case when metric not in ('acceptance', 'department') then array_position(${[...METRICS]}::text[], metric) end`;
