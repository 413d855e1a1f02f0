import type { Member } from '../staff/index.js';
import { movable, REFUND_MOVES, type RefundAction, type RefundPerson, type RefundState } from './state.js';

/** What decides who may move a refund. */
export interface RefundFacts {
  state: RefundState;
  requestedBy: string;
}

/** Why a member may not: the code of the error that the services answer with. */
export type RefundRefusal = 'finance_only' | 'own_request' | 'refund_not_open';

/** The one answer to "may the member do this to the refund now?", for services and screens alike. */
export function mayRefund(member: Member, action: RefundAction, refund: RefundFacts): RefundRefusal | null {
  return refusedWho(member, action, refund) ?? (movable(action, refund.state) ? null : 'refund_not_open');
}

/** The same, whatever state it is in. */
export function refusedWho(member: Member, action: RefundAction, refund: RefundFacts): RefundRefusal | null {
  return WHO[REFUND_MOVES[action].may](member, refund);
}

/** Money is decided on and paid by the people of the finance department alone, administrators not excepted. */
const WHO: Record<RefundPerson, (member: Member, refund: RefundFacts) => RefundRefusal | null> = {
  // The ticket's own table answers for its department, under `ask_refund`.
  department: () => null,
  finance: (member) => (member.isFinance ? null : 'finance_only'),
  'another of finance': (member, { requestedBy }) =>
    member.isFinance ? (requestedBy === member.id ? 'own_request' : null) : 'finance_only',
};
