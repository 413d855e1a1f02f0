import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { numberOf } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { NotFound } from '../platform/http/index.js';

/** What the bell shows. A `page` asks to be acknowledged, and sounds until it is. */
export interface AlertView {
  id: string;
  kind: 'warning' | 'breach' | 'page' | 'asked';
  number: string;
  subject: string;
  priority: string;
  metric: string | null;
  dueAt: Date | null;
  deliveredAt: Date;
  seenAt: Date | null;
  acknowledgedAt: Date | null;
}

const PAGE = 30;

/** What a member of the staff was told on the console. */
@Injectable()
export class Alerts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  /** The newest first; `after` is the id of the last one of the page before. */
  async of(member: Member, after: string | null = null): Promise<{ data: AlertView[]; next: string | null }> {
    const rows = await this.database.rows<AlertView>(sql`
      select a.id, a.kind, k.number, k.subject, k.priority, t.metric, t.due_at, a.delivered_at, a.seen_at,
             a.acknowledged_at
        from alert a
        join ticket k on k.id = a.ticket_id
        join escalation e on e.id = a.escalation_id
        left join timer t on t.id = e.timer_id
       where a.member_id = ${member.id} and a.means = 'console' and a.state = 'delivered'
         and (${after}::bigint is null or a.id < ${after})
       order by a.id desc limit ${PAGE + 1}`);
    const data = rows.slice(0, PAGE).map((row) => ({ ...row, number: numberOf(row) }));
    return { data, next: rows.length > PAGE ? (data.at(-1)?.id ?? null) : null };
  }

  /** How many were not seen yet, and how many still ask to be acknowledged. */
  async waiting(member: Member): Promise<{ unseen: number; unacknowledged: number }> {
    return this.database.one(sql`
      select count(*) filter (where seen_at is null)::int as unseen,
             count(*) filter (where kind in ('page', 'asked') and acknowledged_at is null)::int as unacknowledged
        from alert where member_id = ${member.id} and means = 'console' and state = 'delivered'`);
  }

  /** All up to and including this one. */
  async see(member: Member, upTo: string): Promise<void> {
    await this.database.run(sql`
      update alert set seen_at = ${this.clock.now()}
       where member_id = ${member.id} and means = 'console' and state = 'delivered' and seen_at is null and id <= ${upTo}`);
  }

  /** "I have it": nobody else is called for this ticket. Said again it does nothing. Throws NotFound. */
  async acknowledge(member: Member, alertId: string): Promise<void> {
    await this.database.transaction(async () => {
      const alert = await this.database.maybe<{
        ticketId: string;
        number: string;
        acknowledgedAt: Date | null;
      }>(sql`
        select a.ticket_id, k.number, a.acknowledged_at from alert a join ticket k on k.id = a.ticket_id
         where a.id = ${alertId} and a.member_id = ${member.id} for update of a`);
      if (!alert) throw new NotFound('alert_not_found', 'There is no such alert.');
      if (alert.acknowledgedAt) return;
      const now = this.clock.now();
      await this.database.run(sql`
        update alert set acknowledged_at = ${now}, seen_at = coalesce(seen_at, ${now}) where id = ${alertId}`);
      await this.database.run(sql`
        update escalation set state = 'cancelled' where ticket_id = ${alert.ticketId} and kind = 'climb' and state = 'waiting'`);
      const data = { number: numberOf(alert), alertId };
      await this.events.record('sla.acknowledged', { type: 'ticket', id: alert.ticketId }, data, member);
    });
  }
}
