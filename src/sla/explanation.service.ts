import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import { type Slice, slices } from './business-time.js';
import { Calendars } from './calendars.service.js';
import type { Name } from './defaults.js';
import type { TimerRow } from './timer-row.js';

/** A stretch of counted time, or one in which the clock stood still. */
export type Stretch =
  ({ kind: 'counted' } & Slice) | { kind: 'paused'; from: Date; to: Date | null; reason: string };

/**
 * Why a deadline is when it is: `keptSeconds` of an earlier version, then every stretch from the start to the due
 * time or the end. `calendar` is null for a promise in wall-clock time.
 */
export interface Explanation {
  policy: { key: string; name: Name; version: number };
  calendar: { key: string; name: Name; version: number; zone: string } | null;
  targetSeconds: number;
  keptSeconds: number;
  dueAt: Date | null;
  stretches: Stretch[];
}

type Explained = Pick<TimerRow, 'ticketId' | 'dueAt' | 'endedAt' | 'targetSeconds' | 'calendarVersionId'> &
  Pick<Explanation, 'policy' | 'calendar'>;

interface Turn {
  name: string;
  data: { at: string; reason?: string; pausedReason?: string | null; consumedSeconds?: number };
}

@Injectable()
export class Explanations {
  constructor(
    private readonly database: Database,
    private readonly calendars: Calendars,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound. The caller has checked that its member may see the ticket. */
  async explain(timerId: string): Promise<Explanation> {
    const { policy, calendar, targetSeconds, dueAt, ...timer } = await this.timer(timerId);
    const turns = await this.turns(timer.ticketId, timerId);
    const base = (await this.calendars.versions([timer.calendarVersionId]))(timer.calendarVersionId);
    const end = timer.endedAt ?? dueAt ?? this.clock.now();
    const stretches = spans(turns, end).flatMap((span): Stretch[] =>
      span.reason === null
        ? slices(span.from, span.to ?? end, base).map((slice) => ({ kind: 'counted', ...slice }))
        : [{ kind: 'paused', from: span.from, to: span.to, reason: span.reason }],
    );
    return {
      policy,
      calendar,
      targetSeconds,
      keptSeconds: turns[0]?.data.consumedSeconds ?? 0,
      dueAt,
      stretches,
    };
  }

  private async timer(timerId: string): Promise<Explained> {
    const found = await this.database.maybe<Explained>(sql`
      select t.ticket_id, t.due_at, t.ended_at, t.target_seconds, t.calendar_version_id,
             jsonb_build_object('key', p.key, 'name', p.name, 'version', t.policy_version) as policy,
             case when v.id is not null then
               jsonb_build_object('key', c.key, 'name', c.name, 'version', v.version, 'zone', v.zone) end as calendar
        from timer t
        join policy p on p.id = t.policy_id
        left join calendar_version v on v.id = t.calendar_version_id
        left join calendar c on c.id = v.calendar_id
       where t.id = ${timerId}`);
    if (!found) throw new NotFound('timer_not_found', 'There is no such timer');
    return found;
  }

  private async turns(ticketId: string, timerId: string): Promise<Turn[]> {
    return this.database.rows<Turn>(sql`
      select name, data from event
       where subject_type = 'ticket' and subject_id = ${ticketId} and data ->> 'timerId' = ${timerId}
         and name in ('sla.timer_started', 'sla.timer_paused', 'sla.timer_resumed')
       order by id`);
  }
}

/** From each turn to the next; `reason` is null while the clock ran. The last one of a paused timer has no end. */
function spans(turns: Turn[], end: Date): { from: Date; to: Date | null; reason: string | null }[] {
  return turns.map(({ name, data }, index) => {
    const next = turns[index + 1];
    const reason = name === 'sla.timer_resumed' ? null : (data.reason ?? data.pausedReason ?? null);
    const open = reason === null ? end : null;
    return { from: new Date(data.at), to: next ? new Date(next.data.at) : open, reason };
  });
}
