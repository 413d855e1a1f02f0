import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';

/** A ticket is not finished, and does not become another kind of work, while money is still to be decided or paid. */
@Injectable()
export class StandingRefund {
  constructor(private readonly database: Database) {}

  @Reacts('ticket.resolved', 'ticket.reclassified')
  async refuse({ subject }: Recorded<'ticket.resolved' | 'ticket.reclassified'>): Promise<void> {
    const standing = await this.database.maybe<{ state: string }>(sql`
      select state from refund where ticket_id = ${subject.id} and state not in ('paid', 'rejected')`);
    if (!standing) return;
    throw new Conflict('refund_standing', 'A refund stands on it: pay or reject it first.', { ...standing });
  }
}
