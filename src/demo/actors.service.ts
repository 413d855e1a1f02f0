import { Injectable } from '@nestjs/common';
import { ConversationEnd } from '../conversations/index.js';
import { RefundApproval, RefundPayment, RefundRequests, type SeenRefund } from '../refunds/index.js';
import type { Member } from '../staff/index.js';
import { Handoffs, Notes, Pausing, Resolutions, TicketReplies } from '../tickets/index.js';
import type { Deed } from './storyline.js';

export interface Matter {
  number: string;
  conversationId: string;
  handoffId: string | null;
  refund: SeenRefund | null;
  fields: Record<string, string>;
}

type MemberDeed = Extract<Deed, { who: unknown }>;
type Play<D extends MemberDeed['does']> = (
  member: Member,
  matter: Matter,
  deed: Extract<MemberDeed, { does: D }>,
) => Promise<unknown>;

@Injectable()
export class Desk {
  constructor(
    private readonly replies: TicketReplies,
    private readonly notes: Notes,
    private readonly handoffs: Handoffs,
    private readonly pausing: Pausing,
    private readonly resolutions: Resolutions,
  ) {}

  readonly deeds = {
    replies: (member, { number }, { text }) => this.replies.reply(member, number, text, { takeOver: true }),
    notes: (member, { number }, { text }) => this.notes.add(member, number, text),
    hands: (member, { number }, { to, note }) =>
      this.handoffs.offer(member, number, { department: to, note }),
    accepts: (member, { handoffId }) => this.handoffs.accept(member, handoffId ?? ''),
    returns: (member, { handoffId }, { reason }) => this.handoffs.return(member, handoffId ?? '', reason),
    waits: (member, { number }) => this.pausing.waitForCustomer(member, number),
    holds: (member, { number }, { reason }) => this.pausing.hold(member, number, { reason }),
    resolves: (member, { number }, { note }) => this.resolutions.resolve(member, number, note),
  } satisfies { [D in MemberDeed['does']]?: Play<D> };
}

const NO_REFUND: SeenRefund = { id: '', version: 0 };

@Injectable()
export class Till {
  constructor(
    private readonly requests: RefundRequests,
    private readonly approval: RefundApproval,
    private readonly payment: RefundPayment,
    private readonly conversations: ConversationEnd,
  ) {}

  readonly deeds = {
    requests: (member, { number, fields }, { reason }) =>
      this.requests.put(member, number, {
        order: fields.order ?? '',
        amount: fields.amount ?? '',
        currency: fields.currency ?? 'CNY',
        reason,
      }),
    approves: (member, { refund }) => this.approval.approve(member, refund ?? NO_REFUND),
    rejects: (member, { refund }, { reason }) => this.approval.reject(member, refund ?? NO_REFUND, reason),
    pays: (member, { refund }, { voucher }) => this.payment.record(member, refund ?? NO_REFUND, voucher),
    ends: (member, { conversationId }) => this.conversations.end(member, conversationId),
  } satisfies { [D in MemberDeed['does']]?: Play<D> };
}
