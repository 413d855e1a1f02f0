import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { type Ticket, Tickets } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Forbidden } from '../platform/http/index.js';
import { REFUND_COLUMNS, RefundLoading } from './loading.service.js';
import { RefundLimits } from './limits.service.js';
import { Refund } from './refund.js';
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
    private readonly limits: RefundLimits,
    private readonly steps: RefundSteps,
  ) {}

  /**
   * Asks for a refund, or changes the request while nobody has decided. The last member to change it counts as the one
   * who asked. Throws `invalid`, `not_your_department`, `not_a_refund_ticket`, `not_allowed_now`, `you_unconfirmed` or
   * `refund_not_open`.
   */
  async put(member: Member, number: string, given: RefundWish): Promise<Refund> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'ask_refund');
      await this.requireKnown(member);
      const wish = readWish(given);
      await this.limits.require(wish);
      const standing = await this.loading.standing(ticket);
      if (!standing) return this.request(member, ticket, wish);
      return asksFor(standing, wish) ? standing : this.change(member, { ticket, standing, wish });
    });
  }

  /** Somebody of finance whom one colleague brought in could be that colleague under a second name. */
  private async requireKnown(member: Member): Promise<void> {
    if (!member.isFinance) return;
    const { counts } = await this.database.one<{ counts: boolean }>(
      sql`select counts_for_money(${member.id}) counts`,
    );
    if (!counts) throw new Forbidden('you_unconfirmed');
  }

  private async request(member: Member, ticket: Ticket, wish: Wish): Promise<Refund> {
    const { order, amount, currency, reason } = wish;
    const row = await this.database.one<object>(sql`
      insert into refund (ticket_id, order_number, amount, currency, reason, requested_by, requested_at)
      values (${ticket.id}, ${order}, ${amount}, ${currency}, ${reason}, ${member.id}, ${this.clock.now()})
      returning ${REFUND_COLUMNS}`);
    const refund = Object.assign(new Refund(), row);
    await this.steps.took('refund.requested', ticket, refund, member);
    return refund;
  }

  private async change(
    member: Member,
    { ticket, standing, wish }: { ticket: Ticket; standing: Refund; wish: Wish },
  ): Promise<Refund> {
    const asked = { requestedBy: member.id, requestedAt: this.clock.now() };
    await this.loading.change(standing, 'change', { ...wish, ...asked });
    await this.steps.took('refund.changed', ticket, standing, member);
    return standing;
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
