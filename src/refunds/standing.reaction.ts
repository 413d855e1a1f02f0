import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import type { RefundState } from './state.js';

const OF_MONEY = ['order', 'amount', 'currency'];

/** Until its refund is paid, rejected or withdrawn, a ticket can neither be finished nor change its type. */
@Injectable()
export class StandingRefund {
  constructor(private readonly database: Database) {}

  @Reacts('ticket.resolved', 'ticket.reclassified')
  async refuse({ subject }: Recorded<'ticket.resolved' | 'ticket.reclassified'>): Promise<void> {
    const state = await this.standing(subject.id);
    if (state === undefined || state === 'paid') return;
    throw new Conflict('refund_standing', { state });
  }

  /** After the decision, the fields that describe the money can no longer be changed. */
  @Reacts('ticket.edited')
  async keep({ subject, data }: Recorded<'ticket.edited'>): Promise<void> {
    if (!data.fields.some((field) => OF_MONEY.includes(field))) return;
    const state = await this.standing(subject.id);
    if (state === undefined || state === 'requested') return;
    throw new Conflict('refund_not_open', { state });
  }

  private async standing(ticketId: string): Promise<RefundState | undefined> {
    const refund = await this.database.maybe<{ state: RefundState }>(
      sql`select state from refund where ticket_id = ${ticketId} and state not in ('rejected', 'withdrawn')`,
    );
    return refund?.state;
  }
}
