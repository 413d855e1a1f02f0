import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events, Reacts, type Recorded } from '../platform/events/index.js';
import type { ProgressLine } from './events.js';
import { numberOf } from './number.js';

const MOST = 3;
const FINISHED_DAYS = 7;

type Asked = { identityId: string; customerId: string; messageId: string | null; conversationId?: string };

/**
 * Handles questions about progress, wishes for a person, and requests to hurry, typed or chosen from the menu. It only
 * records events; other modules answer them.
 */
@Injectable()
export class Progress {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  @Reacts('contact.menu_clicked')
  async menuClicked({ data }: Recorded<'contact.menu_clicked'>): Promise<void> {
    const { identityId, customerId, item } = data;
    if (item === 'progress') await this.asked({ identityId, customerId, messageId: null });
    if (item === 'person') await this.personWanted({ identityId, customerId, messageId: null });
  }

  async asked({ identityId, customerId, messageId }: Asked): Promise<void> {
    const tickets = await this.standing(customerId);
    const subject = { type: 'customer', id: customerId } as const;
    const by = { kind: 'customer', id: customerId } as const;
    await this.events.record(
      'intake.progress_asked',
      subject,
      { identityId, customerId, messageId, tickets },
      by,
    );
  }

  async personWanted({ identityId, customerId, messageId }: Asked): Promise<void> {
    const subject = { type: 'customer', id: customerId } as const;
    const by = { kind: 'customer', id: customerId } as const;
    await this.events.record('intake.person_wanted', subject, { identityId, customerId, messageId }, by);
  }

  /** The customer asks for somebody higher up. Without an open ticket, this counts as asking for a person. */
  async urged(asked: Asked): Promise<void> {
    const { identityId, customerId, messageId } = asked;
    const open = await this.database.maybe<{ id: string }>(sql`
      select id from ticket where customer_id = ${customerId} and not is_finished
       order by updated_at desc limit 1`);
    if (!open) return this.personWanted(asked);
    const subject = { type: 'customer', id: customerId } as const;
    const data = { identityId, customerId, messageId, ticketId: open.id };
    await this.events.record('intake.escalation_asked', subject, data, { kind: 'customer', id: customerId });
  }

  private async standing(customerId: string): Promise<ProgressLine[]> {
    const since = new Date(this.clock.now().getTime() - FINISHED_DAYS * 86_400_000);
    const rows = await this.database.rows<ProgressLine>(sql`
      select t.id ticket_id, t.number, t.type, t.stage, t.department_id from ticket t
       where t.customer_id = ${customerId} and (not t.is_finished or t.updated_at >= ${since})
       order by t.is_finished, t.id desc limit ${MOST}`);
    return rows.map((row) => ({ ...row, number: numberOf(row) }));
  }
}
