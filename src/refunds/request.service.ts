import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { numberOf, type Ticket, Tickets } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Conflict } from '../platform/http/index.js';
import { RefundLoading } from './loading.service.js';
import { Refund, type RefundRow } from './refund.js';
import { RefundSteps } from './steps.service.js';
import { readWish, type RefundWish } from './wish.js';

type Wish = Required<RefundWish>;

@Injectable()
export class RefundRequests {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tickets: Tickets,
    private readonly loading: RefundLoading,
    private readonly steps: RefundSteps,
  ) {}

  /**
   * What is asked back for a refund ticket: made where none stands, changed while nobody has decided. Whoever changes it
   * is from then on the one who asks. Throws `invalid_refund`, `not_your_department`, `not_a_refund_ticket`,
   * `not_allowed_now` or `refund_not_open`.
   */
  async put(member: Member, number: string, given: RefundWish): Promise<Refund> {
    const wish = readWish(given);
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockOwn(member, number);
      requireOpenRefundTicket(ticket);
      const standing = await this.loading.standing(ticket);
      if (!standing) return this.request(member, ticket, wish);
      return asksFor(standing, wish) ? standing : this.change(member, { ticket, standing, wish });
    });
  }

  private async request(member: Member, ticket: Ticket, wish: Wish): Promise<Refund> {
    const { order, amount, currency, reason } = wish;
    const row = await this.database.one<RefundRow>(sql`
      insert into refund (ticket_id, order_number, amount, currency, reason, requested_by, requested_at)
      values (${ticket.id}, ${order}, ${amount}, ${currency}, ${reason}, ${member.id}, ${this.clock.now()})
      returning id, ticket_id, order_number as order, amount, currency, reason, state, requested_by, version`);
    const refund = Refund.from(row);
    await this.steps.took('refund.requested', ticket, refund, member);
    return refund;
  }

  private async change(
    member: Member,
    { ticket, standing, wish }: { ticket: Ticket; standing: Refund; wish: Wish },
  ): Promise<Refund> {
    await this.loading.move(standing, 'change');
    await this.database.run(sql`
      update refund set order_number = ${wish.order}, amount = ${wish.amount}, currency = ${wish.currency},
                        reason = ${wish.reason}, requested_by = ${member.id}, requested_at = ${this.clock.now()}
       where id = ${standing.id}`);
    const refund = Refund.from({ ...standing, ...wish, requestedBy: member.id });
    await this.steps.took('refund.changed', ticket, refund, member);
    return refund;
  }
}

function requireOpenRefundTicket(ticket: Ticket): void {
  if (ticket.type !== 'refund') {
    throw new Conflict('not_a_refund_ticket', `${numberOf(ticket)} is not a refund ticket.`, {
      type: ticket.type,
    });
  }
  if (ticket.finished) {
    throw new Conflict('not_allowed_now', `${numberOf(ticket)} is ${ticket.status}.`, {
      state: ticket.status,
    });
  }
}

function asksFor(refund: Refund, wish: Wish): boolean {
  const { order, amount, currency, reason } = refund;
  return (
    refund.state === 'requested' &&
    order === wish.order &&
    amount === wish.amount &&
    currency === wish.currency &&
    reason === wish.reason
  );
}
