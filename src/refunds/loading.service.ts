import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { type Ticket, Tickets, visibleTo } from '../tickets/index.js';
import { Database, isId, sql, type Sql } from '../platform/database/index.js';
import { Conflict, NotFound } from '../platform/http/index.js';
import { Refund, type RefundRow } from './refund.js';
import { REFUND_MOVES, type RefundAction } from './state.js';

/** Loads refunds to change them: through the ticket that the member may see, the ticket locked first. */
@Injectable()
export class RefundLoading {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
  ) {}

  /** NotFound where it does not exist or the member may not know that it does. */
  async lock(member: Member, refundId: string): Promise<{ ticket: Ticket; refund: Refund }> {
    const found = await this.database.maybe<{ number: string }>(sql`
      select t.number from refund r join ticket t on t.id = r.ticket_id
       where r.id = ${isId(refundId) ? refundId : null} and ${visibleTo(member)}`);
    if (!found) throw new NotFound('refund_not_found', 'There is no such refund.');
    const ticket = await this.tickets.lock(member, found.number);
    const refund = await this.one(sql`id = ${refundId}`);
    if (!refund) throw new NotFound('refund_not_found', 'There is no such refund.');
    return { ticket, refund };
  }

  /** The one refund of a ticket that is not rejected. */
  async standing(ticket: Ticket): Promise<Refund | undefined> {
    return this.one(sql`ticket_id = ${ticket.id} and state <> 'rejected'`);
  }

  /** Makes the move where the row is still as it was loaded. */
  async move(refund: Refund, action: RefundAction): Promise<void> {
    refund.move(action);
    const moved = await this.database.run(sql`
      update refund set state = ${refund.state}, version = version + 1
       where id = ${refund.id} and version = ${refund.version}
         and state = any(${[...REFUND_MOVES[action].from]}::text[])`);
    if (moved === 0) throw new Conflict('refund_changed', 'The refund was changed meanwhile.');
    refund.version += 1;
  }

  private async one(condition: Sql): Promise<Refund | undefined> {
    const row = await this.database.maybe<RefundRow>(sql`
      select id, ticket_id, order_number as order, amount, currency, reason, state, requested_by, version
        from refund where ${condition} for update`);
    return row && Refund.from(row);
  }
}
