import type { Member } from '../staff/index.js';
import { movable, REFUND_MOVES, type RefundAction, type RefundPerson, type RefundState } from './state.js';

export interface RefundFacts {
  state: RefundState;
  requestedBy: string;
}

export type RefundRefusal = 'finance_only' | 'own_request' | 'not_your_request' | 'refund_not_open';

/** Tells why the member may not do this to the refund now. Null means that the member may. */
export function mayRefund(member: Member, action: RefundAction, refund: RefundFacts): RefundRefusal | null {
  return refusedWho(member, action, refund) ?? (movable(action, refund.state) ? null : 'refund_not_open');
}

export function refusedWho(member: Member, action: RefundAction, refund: RefundFacts): RefundRefusal | null {
  return WHO[REFUND_MOVES[action].may](member, refund);
}

/** Only members of the finance department decide on refunds and pay them. Not even administrators may. */
const WHO: Record<RefundPerson, (member: Member, refund: RefundFacts) => RefundRefusal | null> = {
  // The table of the ticket's acts decides this under `ask_refund`.
  department: () => null,
  finance: (member) => (member.isFinance ? null : 'finance_only'),
  'another of finance': (member, { requestedBy }) => {
    if (!member.isFinance) return 'finance_only';
    return requestedBy === member.id ? 'own_request' : null;
  },
  asker: (member, { requestedBy }) => (requestedBy === member.id ? null : 'not_your_request'),
};
