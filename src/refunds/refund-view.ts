import type { Member } from '../staff/index.js';
import { mayRefund } from './may.js';
import type { RefundAction, RefundState } from './state.js';

interface Person {
  id: string;
  name: string;
}

/** A refund as screens show it. Amounts are decimal strings. */
export interface RefundView {
  id: string;
  /** The number of the ticket, for example `T100001`. */
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
  /** The reason why it was rejected. */
  rejection: string | null;
  voucher: string | null;
  paidBy: Person | null;
  paidAt: Date | null;
  customer: Person;
  /** The total paid by other refunds of the same order and currency; null if nothing was paid. */
  paidBefore: string | null;
  /** The other refunds of the same order, the newest first. */
  earlier: { number: string; amount: string; currency: string; state: RefundState }[];
  may: { approve: boolean; reject: boolean; pay: boolean };
}

export function mayOf(member: Member, refund: RefundView): RefundView['may'] {
  const facts = { state: refund.state, requestedBy: refund.requestedBy.id };
  const may = (action: RefundAction) => mayRefund(member, action, facts) === null;
  return { approve: may('approve'), reject: may('reject'), pay: may('pay') };
}
