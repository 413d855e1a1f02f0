import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import type { Ticket } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import { EarlierRefunds } from './earlier.service.js';
import { RefundLoading } from './loading.service.js';
import type { Refund } from './refund.js';
import { requireSeen, type SeenApproval, type SeenRefund } from './seen.js';
import { movable } from './state.js';
import { RefundSteps } from './steps.service.js';
import { plain } from './wish.js';

type Decided = 'approve' | 'reject';

interface Decision {
  approved: boolean;
  /** This version was decided on. */
  ofVersion: number | null;
  by: { id: string; name: string };
  at: Date;
}

@Injectable()
export class RefundApproval {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly loading: RefundLoading,
    private readonly earlier: EarlierRefunds,
    private readonly steps: RefundSteps,
  ) {}

  /**
   * Throws `finance_only`, `own_request`, `refund_decided` with who decided and when, or `refund_changed` with what is
   * there now. Where the order was refunded before, it throws `order_refunded` until the earlier refunds are confirmed.
   * Approving the same version a second time changes nothing.
   */
  async approve(member: Member, seen: SeenApproval): Promise<Refund> {
    return this.decide(member, { seen, action: 'approve' }, async (ticket, refund) => {
      await this.earlier.requireSeen(refund, seen.confirm);
      await this.write(member, refund, { approved: true, reason: '' });
      await this.steps.took('refund.approved', ticket, refund, member);
    });
  }

  /** An approved refund may still be rejected until it is paid. The customer is told the reason. */
  async reject(member: Member, seen: SeenRefund, reason: string): Promise<Refund> {
    return this.decide(member, { seen, action: 'reject', reason }, async (ticket, refund, why) => {
      await this.write(member, refund, { approved: false, reason: why });
      await this.steps.took('refund.rejected', ticket, refund, member);
    });
  }

  private async decide(
    member: Member,
    { seen, action, reason }: { seen: SeenRefund; action: Decided; reason?: string },
    effect: (ticket: Ticket, refund: Refund, why: string) => Promise<void>,
  ): Promise<Refund> {
    return this.database.transaction(async () => {
      const { ticket, refund } = await this.loading.lockFor(member, seen.id, action);
      const why = reason === undefined ? '' : readReason(reason);
      const decision = await this.decisionOn(refund);
      if (decision && repeats(decision, { member, seen, action })) return refund;
      requireMove(action, refund, decision);
      requireSeen(refund, seen);
      await effect(ticket, refund, why);
      return refund;
    });
  }

  private async decisionOn(refund: Refund): Promise<Decision | undefined> {
    return this.database.maybe<Decision>(sql`
      select d.approved, d.of_version, d.decided_at at, jsonb_build_object('id', m.id::text, 'name', m.name) by
        from refund_decision d join member m on m.id = d.decided_by where d.refund_id = ${refund.id}`);
  }

  private async write(
    member: Member,
    refund: Refund,
    { approved, reason }: { approved: boolean; reason: string },
  ): Promise<void> {
    const { id, version } = refund;
    await this.loading.change(refund, approved ? 'approve' : 'reject');
    await this.database.run(sql`
      insert into refund_decision (refund_id, approved, reason, decided_by, decided_at, of_version)
      values (${id}, ${approved}, ${reason}, ${member.id}, ${this.clock.now()}, ${version})
      on conflict (refund_id) do update
        set approved = excluded.approved, reason = excluded.reason, decided_by = excluded.decided_by,
            decided_at = excluded.decided_at, of_version = excluded.of_version`);
  }
}

function repeats(
  { approved, by, ofVersion }: Decision,
  { member, seen, action }: { member: Member; seen: SeenRefund; action: Decided },
): boolean {
  return approved === (action === 'approve') && by.id === member.id && ofVersion === seen.version;
}

/** The notice that quotes the reason must fit into one WeChat message of 2,048 bytes. */
function readReason(given: string): string {
  const why = plain(given);
  if (!/^[^\0]{1,400}$/u.test(why)) throw Invalid.field('reason', 'bad_words:400');
  return why;
}

function requireMove(action: Decided, refund: Refund, decision?: Decision): void {
  if (movable(action, refund.state)) return;
  throw new Conflict('refund_decided', {
    state: refund.state,
    by: decision?.by,
    at: decision?.at,
  });
}
