import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import type { Ticket } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import { RefundLoading } from './loading.service.js';
import type { Refund } from './refund.js';
import { movable } from './state.js';
import { RefundSteps } from './steps.service.js';
import { plain } from './wish.js';

type Decided = 'approve' | 'reject';

interface Decision {
  approved: boolean;
  by: { id: string; name: string };
  at: Date;
}

@Injectable()
export class RefundApproval {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly loading: RefundLoading,
    private readonly steps: RefundSteps,
  ) {}

  /**
   * Throws `finance_only`, `own_request`, or `refund_decided` with who decided and when. If `version` is given and the
   * refund has changed since, it throws `refund_changed`. Approving a second time changes nothing.
   */
  async approve(member: Member, refundId: string, version?: number): Promise<Refund> {
    return this.decide(member, { refundId, action: 'approve' }, async (ticket, refund, decision) => {
      if (decision?.approved && decision.by.id === member.id) return;
      requireMove('approve', refund, decision);
      if (version !== undefined && version !== refund.version) throw new Conflict('refund_changed');
      await this.write(member, refund, { approved: true, reason: '' });
      await this.steps.took('refund.approved', ticket, refund, member);
    });
  }

  /** An approved refund may still be rejected until it is paid. The customer is told the reason. */
  async reject(member: Member, refundId: string, reason: string): Promise<Refund> {
    return this.decide(member, { refundId, action: 'reject' }, async (ticket, refund, decision) => {
      const why = readReason(reason);
      if (decision?.approved === false && decision.by.id === member.id) return;
      requireMove('reject', refund, decision);
      await this.write(member, refund, { approved: false, reason: why });
      await this.steps.took('refund.rejected', ticket, refund, member);
    });
  }

  private async decide(
    member: Member,
    { refundId, action }: { refundId: string; action: Decided },
    effect: (ticket: Ticket, refund: Refund, decision?: Decision) => Promise<void>,
  ): Promise<Refund> {
    return this.database.transaction(async () => {
      const { ticket, refund } = await this.loading.lockFor(member, refundId, action);
      await effect(ticket, refund, await this.decisionOn(refund));
      return refund;
    });
  }

  private async decisionOn(refund: Refund): Promise<Decision | undefined> {
    return this.database.maybe<Decision>(sql`
      select d.approved, d.decided_at at, jsonb_build_object('id', m.id::text, 'name', m.name) by
        from refund_decision d join member m on m.id = d.decided_by where d.refund_id = ${refund.id}`);
  }

  private async write(
    member: Member,
    refund: Refund,
    { approved, reason }: { approved: boolean; reason: string },
  ): Promise<void> {
    await this.loading.change(refund, approved ? 'approve' : 'reject');
    await this.database.run(sql`
      insert into refund_decision (refund_id, approved, reason, decided_by, decided_at)
      values (${refund.id}, ${approved}, ${reason}, ${member.id}, ${this.clock.now()})
      on conflict (refund_id) do update
        set approved = excluded.approved, reason = excluded.reason, decided_by = excluded.decided_by,
            decided_at = excluded.decided_at`);
  }
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
