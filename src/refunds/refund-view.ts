import type { Member } from '../staff/index.js';
import type { EarlierRefund } from './earlier.service.js';
import { mayRefund, type PairFault } from './may.js';
import type { RefundAction, RefundState } from './state.js';

interface Person {
  id: string;
  name: string;
}

/** `by` is null for somebody whom the installation or the command line brought in. */
export interface BroughtIn {
  by: string | null;
  confirmedBy: string | null;
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
  earlier: EarlierRefund[];
  /** An approval sends this back, to say that the earlier refunds were seen. Null if none was approved or paid. */
  confirm: string | null;
  /** Null where the reader and whoever asked are two people who may ask and approve. */
  pairFault: PairFault | null;
  broughtIn: { asker: BroughtIn; decider: BroughtIn | null };
  may: Record<'approve' | 'reject' | 'withdraw' | 'pay', boolean>;
}

export function mayOf(member: Member, refund: RefundView): RefundView['may'] {
  const facts = { state: refund.state, requestedBy: refund.requestedBy.id, pairFault: refund.pairFault };
  const may = (action: RefundAction) => mayRefund(member, action, facts) === null;
  return { approve: may('approve'), reject: may('reject'), withdraw: may('withdraw'), pay: may('pay') };
}
