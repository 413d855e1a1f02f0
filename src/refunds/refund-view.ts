import type { Member } from '../staff/index.js';
import { mayRefund } from './may.js';
import type { RefundAction, RefundState } from './state.js';

interface Person {
  id: string;
  name: string;
}

/** Amounts are decimal strings. */
export interface RefundView {
  id: string;
  number: string;
  ticketId: string;
  order: string;
  amount: string;
  currency: string;
  reason: string;
  state: RefundState;
  version: number;
  requestedBy: Person;
  requestedAt: Date;
  decidedBy: Person | null;
  decidedAt: Date | null;
  rejection: string | null;
  withdrawnAt: Date | null;
  voucher: string | null;
  paidBy: Person | null;
  paidAt: Date | null;
  customer: Person;
  /** Other refunds of the same order and currency were paid this total; it is null if none was. */
  paidBefore: string | null;
  earlier: { number: string; amount: string; currency: string; state: RefundState }[];
  may: Record<'approve' | 'reject' | 'withdraw' | 'pay', boolean>;
}

export function mayOf(member: Member, refund: RefundView): RefundView['may'] {
  const facts = { state: refund.state, requestedBy: refund.requestedBy.id };
  const may = (action: RefundAction) => mayRefund(member, action, facts) === null;
  return { approve: may('approve'), reject: may('reject'), withdraw: may('withdraw'), pay: may('pay') };
}
