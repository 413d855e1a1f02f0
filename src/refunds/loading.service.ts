import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Member } from '../staff/index.js';
import { type Ticket, Tickets, visibleTo } from '../tickets/index.js';
import { Database, isId, sql, type Sql } from '../platform/database/index.js';
import { Forbidden, NotFound } from '../platform/http/index.js';
import { type PairFault, refusedWho } from './may.js';
import { Refund } from './refund.js';
import { changed } from './seen.js';
import { REFUND_MOVES, type RefundAction } from './state.js';

export const REFUND_COLUMNS = sql`
  id, ticket_id, order_number as order, amount, currency, reason, state, requested_by, requested_at, withdrawn_at, version`;

/** Refunds are loaded only through a ticket that the member may see, and the ticket is locked first. */
@Injectable()
export class RefundLoading {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
  ) {}

  /**
   * Throws `NotFound` if the member may not know of the refund, and `finance_only`, `not_your_request` or
   * a `PairFault` if the member may not act. `change` checks the state of the refund later.
   */
  async lockFor(
    member: Member,
    refundId: string,
    action: RefundAction,
  ): Promise<{ ticket: Ticket; refund: Refund }> {
    const found = await this.database.maybe<{ number: string }>(sql`
      select t.number from refund r join ticket t on t.id = r.ticket_id
       where r.id = ${isId(refundId) ? refundId : null} and ${visibleTo(member)}`);
    if (!found) throw new NotFound('refund_not_found');
    const ticket = await this.tickets.lock(member, found.number);
    const refund = await this.one(sql`id = ${refundId}`);
    if (!refund) throw new NotFound('refund_not_found');
    const pairFault = await this.pairFault(member, refund);
    const refused = refusedWho(member, action, { ...refund, pairFault });
    if (refused) throw new Forbidden(refused);
    return { ticket, refund };
  }

  async standing(ticket: Ticket): Promise<Refund | undefined> {
    return this.one(sql`ticket_id = ${ticket.id} and state not in ('rejected', 'withdrawn')`);
  }

  /** Throws `refund_changed` if somebody changed the row since it was loaded. */
  async change(refund: Refund, action: RefundAction, changes: Partial<Refund> = {}): Promise<void> {
    const { id, version } = refund;
    refund.move(action);
    const as = { id, version, state: In([...REFUND_MOVES[action].from]) };
    const next = { ...changes, state: refund.state, version: version + 1 };
    const { affected } = await this.database.manager.update(Refund, as, next);
    if (!affected) throw changed(refund);
    Object.assign(refund, next);
  }

  private async pairFault(member: Member, { requestedBy }: Refund): Promise<PairFault | null> {
    const { fault } = await this.database.one<{ fault: PairFault | null }>(
      sql`select pair_fault(${requestedBy}, ${member.id}) fault`,
    );
    return fault;
  }

  private async one(condition: Sql): Promise<Refund | undefined> {
    const row = await this.database.maybe<object>(
      sql`select ${REFUND_COLUMNS} from refund where ${condition} for update`,
    );
    return row && Object.assign(new Refund(), row);
  }
}
