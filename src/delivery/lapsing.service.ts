import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Events, Reacts } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import type { DeliveryFact } from './events.js';
import { moving } from './moving.js';

export type Lapsed = DeliveryFact & {
  conversationId: string;
  departmentId: string;
  memberId: string | null;
  reason: string;
};

/**
 * A reply that could not be sent is not sent days later by itself, whatever the customer then writes: it lapses, is
 * listed, and its author is told. A person may still send it.
 */
@Injectable()
export class Lapsing {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  async lapseDue(): Promise<number> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const lapsed = await this.database.rows<Lapsed>(sql`${lapse(overdue(now), now)}`);
      await this.tell(lapsed);
      return lapsed.length;
    });
  }

  /** What waits for the customer's next message would answer another conversation. What is about to go still goes. */
  @Reacts('conversation.ended')
  async conversationEnded({ subject }: { subject: { id: string } }): Promise<void> {
    const now = this.clock.now();
    const held = sql`d.conversation_id = ${subject.id} and d.due_at is null and ${MAY_LAPSE}`;
    await this.tell(await this.database.rows<Lapsed>(sql`${lapse(held, now)}`));
  }

  async nearest(): Promise<Date | null> {
    const { at } = await this.database.one<{ at: Date | null }>(sql`
      select min(d.lapses_at) as at from delivery d where d.state = 'planned' and ${MAY_LAPSE}`);
    return at;
  }

  /** Runs in the transaction that let them lapse. */
  async tell(lapsed: Lapsed[]): Promise<void> {
    await this.events.recordMany(
      lapsed.map(({ conversationId, departmentId: _, ...data }) => ({
        name: 'delivery.lapsed' as const,
        subject: { type: 'conversation' as const, id: conversationId },
        data,
      })),
    );
    for (const { conversationId, departmentId } of lapsed)
      this.live.changed({ conversation: conversationId, departments: [departmentId] });
  }
}

/** Someone is to call about the others, and that stays on a list until somebody does. */
const MAY_LAPSE = sql`d.lapses_at is not null and d.route is distinct from 'call'`;

/** Expects `delivery d` in the query. */
function overdue(now: Date): Sql {
  return sql`${MAY_LAPSE} and d.lapses_at <= ${now}`;
}

/**
 * Expects `delivery d` in the query. Such a reply must not follow the customer's next words: its time is over, its
 * conversation has ended, or something newer has been answered.
 */
export function isStale(now: Date): Sql {
  return sql`(${MAY_LAPSE} and d.due_at is null and (
       d.lapses_at <= ${now}
    or exists (select 1 from conversation c where c.id = d.conversation_id and c.state = 'ended')
    or exists (select 1 from delivery n
                where n.identity_id = d.identity_id and n.id > d.id and n.purpose = 'reply'
                  and n.state in ('accepted', 'delivered'))))`;
}

export function lapse(which: Sql, now: Date): Sql {
  return sql`
    ${moving('lapse', { which, set: sql`due_at = null, settled_at = ${now}, reason = 'lapsed'` })}
    returning d.id::text delivery_id, d.purpose, d.route, d.reason, d.conversation_id::text conversation_id,
              (select c.department_id::text from conversation c where c.id = d.conversation_id) department_id,
              (select m.author_id::text from message m where m.id = d.message_id and m.author_kind = 'member') member_id`;
}

/** A reply lapses so long after somebody wrote it or decided to send it after all. */
export function lapsesAt(now: Date): Sql {
  return sql`(select ${now}::timestamptz + make_interval(hours => s.reply_hours) from contact_setting s)`;
}
