import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { numberOf } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, empty, sql } from '../platform/database/index.js';
import { ID, limitOf, type Page, pageOf, type PageRequest, readCursor } from '../platform/http/index.js';
import { Live } from '../platform/live/index.js';

/** An alert of the kind `page` sounds until somebody acknowledges it. */
export interface AlertView {
  id: string;
  kind:
    | 'warning'
    | 'breach'
    | 'page'
    | 'asked'
    | 'taken_over'
    | 'released'
    | 'ended'
    | 'assigned'
    | 'reply_lapsed';
  number: string | null;
  /** The ticket's subject or, for a conversation, the name of the customer. */
  subject: string;
  priority: string | null;
  conversationId: string | null;
  by: string | null;
  reason: string | null;
  metric: string | null;
  dueAt: Date | null;
  deliveredAt: Date;
  seenAt: Date | null;
  acknowledgedAt: Date | null;
  /** The name is also null if the ticket was solved without an answer. */
  acknowledgedBy: string | null;
}

@Injectable()
export class Alerts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  async of(member: Member, page: PageRequest = {}): Promise<Page<AlertView>> {
    const limit = limitOf(page.limit);
    const before = readCursor(page.cursor, ID);
    const rows = await this.database.rows<AlertView>(sql`
      select a.id, a.kind, k.number, coalesce(k.subject, u.name) subject, k.priority, a.conversation_id, b.name "by", a.why reason, t.metric, t.due_at, a.delivered_at, a.seen_at,
             a.acknowledged_at, w.name as acknowledged_by
        from alert a
        left join ticket k on k.id = a.ticket_id
        left join conversation c on c.id = a.conversation_id
        left join customer u on u.id = c.customer_id
        left join member b on b.id = a.told_by
        left join escalation e on e.id = a.escalation_id
        left join timer t on t.id = e.timer_id
        left join member w on w.id = a.acknowledged_by
       where a.member_id = ${member.id} and a.means = 'console' and a.state = 'delivered'
         ${before ? sql`and a.id < ${before[0]}` : empty}
       order by a.id desc limit ${limit + 1}`);
    const { data, next } = pageOf(rows, limit, ({ id }) => [id]);
    return {
      data: data.map((row) => ({
        ...row,
        number: row.number === null ? null : numberOf({ number: row.number }),
      })),
      next,
    };
  }

  async see(member: Member, upTo: string): Promise<void> {
    const seen = await this.database.run(sql`
      update alert set seen_at = ${this.clock.now()}
       where member_id = ${member.id} and means = 'console' and state = 'delivered' and seen_at is null and id <= ${upTo}`);
    if (seen > 0) this.live.changed({ departments: [], members: [member.id], alerts: true });
  }
}
