import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database } from '../platform/database/index.js';
import { RefundLoading } from './loading.service.js';
import type { Refund } from './refund.js';
import { requireSeen, type SeenRefund } from './seen.js';
import { RefundSteps } from './steps.service.js';

@Injectable()
export class RefundWithdrawal {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly loading: RefundLoading,
    private readonly steps: RefundSteps,
  ) {}

  /**
   * The member who asked takes the request back, which is no decision: the customer is told nothing. Withdrawing it
   * again changes nothing. Throws `not_your_request`, `refund_not_open` or `refund_changed`.
   */
  async withdraw(member: Member, seen: SeenRefund): Promise<Refund> {
    return this.database.transaction(async () => {
      const { ticket, refund } = await this.loading.lockFor(member, seen.id, 'withdraw');
      if (refund.state === 'withdrawn') return refund;
      refund.requireMove('withdraw');
      requireSeen(refund, seen);
      await this.loading.change(refund, 'withdraw', { withdrawnAt: this.clock.now() });
      await this.steps.took('refund.withdrawn', ticket, refund, member);
      return refund;
    });
  }
}
