import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import type { Ticket } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import { RefundLoading } from './loading.service.js';
import type { Refund } from './refund.js';
import { requireSeen, type SeenRefund } from './seen.js';
import { RefundSteps } from './steps.service.js';
import { isNumber, plain } from './wish.js';

interface Payment {
  told: { voucher: string; paidAt: Date; paidBy: { id: string; name: string } };
  /** The given voucher is the recorded one, however it is typed. */
  same: boolean;
}

@Injectable()
export class RefundPayment {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly loading: RefundLoading,
    private readonly steps: RefundSteps,
  ) {}

  /**
   * This also closes the ticket. Recording the same voucher again changes nothing. Throws `finance_only`,
   * `already_paid` with the recorded payment, `voucher_used` if the number belongs to another refund, `refund_not_open`
   * or `refund_changed`.
   */
  async record(member: Member, seen: SeenRefund, given: string): Promise<Refund> {
    return this.database.transaction(async () => {
      const { ticket, refund } = await this.loading.lockFor(member, seen.id, 'pay');
      const voucher = readVoucher(given);
      const payment = await this.paymentOf(refund, voucher);
      if (payment) {
        if (!payment.same) throw new Conflict('already_paid', payment.told);
        return refund;
      }
      refund.requireMove('pay');
      requireSeen(refund, seen);
      await this.pay(member, { ticket, refund, voucher });
      return refund;
    });
  }

  private async paymentOf(refund: Refund, voucher: string): Promise<Payment | undefined> {
    const found = await this.database.maybe<Payment['told'] & { same: boolean }>(sql`
      select p.voucher, p.paid_at, jsonb_build_object('id', m.id::text, 'name', m.name) paid_by,
             p.voucher_key = number_key(${voucher}) same
        from refund_payment p join member m on m.id = p.recorded_by where p.refund_id = ${refund.id}`);
    if (!found) return undefined;
    const { same, ...told } = found;
    return { same, told };
  }

  private async pay(
    member: Member,
    { ticket, refund, voucher }: { ticket: Ticket; refund: Refund; voucher: string },
  ): Promise<void> {
    const { id, version } = refund;
    await this.loading.change(refund, 'pay');
    const written = await this.database.run(sql`
      insert into refund_payment (refund_id, voucher, recorded_by, paid_at, of_version)
      values (${id}, ${voucher}, ${member.id}, ${this.clock.now()}, ${version})
      on conflict do nothing`);
    if (written === 0) throw new Conflict('voucher_used');
    await this.steps.paid(ticket, refund, voucher, member);
  }
}

function readVoucher(given: string): string {
  const voucher = plain(given).toUpperCase();
  if (!isNumber(voucher)) throw Invalid.field('voucher', 'bad_number:64');
  return voucher;
}
