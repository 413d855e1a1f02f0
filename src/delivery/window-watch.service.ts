import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Draft, Events } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';

/** Staff are warned this many seconds before the window of an unanswered customer closes. */
export const WINDOW_WARNINGS_S = [12 * 3600, 2 * 3600, 1800];

const BATCH = 100;

interface Watched {
  identityId: string;
  closesAt: Date;
  conversationId: string | null;
  departmentId: string | null;
}

@Injectable()
export class WindowWatch {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  /** If several warnings were missed, only the latest is given. Returns true when more work may be due. */
  async look(): Promise<boolean> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const due = await this.due(now);
      if (due.length === 0) return false;
      await this.plan(due, now);
      await this.events.recordMany(due.flatMap((watched) => told(watched, now)));
      for (const { conversationId, departmentId } of due)
        if (conversationId && departmentId)
          this.live.changed({ conversation: conversationId, departments: [departmentId] });
      return due.length === BATCH;
    });
  }

  async nearest(): Promise<Date | null> {
    const { at } = await this.database.one<{ at: Date | null }>(
      sql`select min(watch_at) as at from contact_window where source = 'message' and watch_at is not null`,
    );
    return at;
  }

  private due(now: Date): Promise<Watched[]> {
    return this.database.rows<Watched>(sql`
      select w.identity_id, w.closes_at, c.id conversation_id, c.department_id
        from contact_window w
        left join conversation c on c.identity_id = w.identity_id and c.state <> 'ended' and c.unanswered_since is not null
       where w.source = 'message' and w.watch_at <= ${now}
       order by w.watch_at limit ${BATCH} for update of w skip locked`);
  }

  /** A customer who has been answered is not watched until the next message. */
  private async plan(due: Watched[], now: Date): Promise<void> {
    const plans = due.map(({ identityId, closesAt, conversationId }) => ({
      identity_id: identityId,
      watch_at: conversationId && nextLook(closesAt, now),
    }));
    await this.database.run(sql`
      update contact_window w set watch_at = p.watch_at
        from jsonb_to_recordset(${JSON.stringify(plans)}::jsonb) as p (identity_id bigint, watch_at timestamptz)
       where w.identity_id = p.identity_id and w.source = 'message'`);
  }
}

function nextLook(closesAt: Date, now: Date): Date | null {
  const left = secondsLeft(closesAt, now);
  if (left <= 0) return null;
  const next = WINDOW_WARNINGS_S.find((warning) => warning < left) ?? 0;
  return new Date(closesAt.getTime() - next * 1000);
}

function told(watched: Watched, now: Date): Draft[] {
  const { identityId, conversationId, departmentId, closesAt } = watched;
  if (conversationId === null || departmentId === null) return [];
  const subject = { type: 'conversation', id: conversationId } as const;
  const data = { identityId, departmentId, closesAt: closesAt.toISOString() };
  const left = secondsLeft(closesAt, now);
  if (left <= 0) return [{ name: 'conversation.window_lost', subject, data }];
  const warning = WINDOW_WARNINGS_S.findLast((one) => one >= left);
  if (warning === undefined) return [];
  return [{ name: 'conversation.window_closing', subject, data: { ...data, secondsLeft: warning } }];
}

function secondsLeft(closesAt: Date, now: Date): number {
  return (closesAt.getTime() - now.getTime()) / 1000;
}
