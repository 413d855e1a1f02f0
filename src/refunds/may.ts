import type { Member } from '../staff/index.js';
import { movable, REFUND_MOVES, type RefundAction, type RefundPerson, type RefundState } from './state.js';

/** Why two members may not be the pair that asks and approves. The function `pair_fault` of the database says it. */
export type PairFault =
  'own_request' | 'approver_unconfirmed' | 'asker_unconfirmed' | 'brought_in_by_other' | 'brought_in_by_same';

export interface RefundFacts {
  state: RefundState;
  requestedBy: string;
  pairFault: PairFault | null;
}

export type RefundRefusal = PairFault | 'finance_only' | 'not_your_request' | 'refund_not_open';

/** Tells why the member may not do this to the refund now. Null means that the member may. */
export function mayRefund(member: Member, action: RefundAction, refund: RefundFacts): RefundRefusal | null {
  return refusedWho(member, action, refund) ?? (movable(action, refund.state) ? null : 'refund_not_open');
}

/** Tells why the member may not do this to the refund, whatever its state. */
export function refusedWho(member: Member, action: RefundAction, refund: RefundFacts): RefundRefusal | null {
  return WHO[REFUND_MOVES[action].may](member, refund);
}

/** Only members of the finance department decide on refunds and pay them. Not even administrators may. */
const WHO: Record<RefundPerson, (member: Member, refund: RefundFacts) => RefundRefusal | null> = {
  // The table of the ticket's acts decides this under `ask_refund`.
  department: () => null,
  asker: (member, { requestedBy }) => (requestedBy === member.id ? null : 'not_your_request'),
  finance: (member) => (member.isFinance ? null : 'finance_only'),
  'another of finance': (member, { requestedBy }) => {
    if (!member.isFinance) return 'finance_only';
    return requestedBy === member.id ? 'own_request' : null;
  },
  'a second pair of eyes': (member, { pairFault }) => (member.isFinance ? pairFault : 'finance_only'),
};
