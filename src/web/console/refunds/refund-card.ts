import type { RefundView } from '../../../refunds/index.js';
import type { Member } from '../../../staff/index.js';

/** Why this reader cannot be the second pair of eyes, as a code of `problem`. */
function pairTold(member: Member, { state, pairFault }: RefundView): string | null {
  return state === 'requested' && member.isFinance && pairFault !== 'own_request' ? pairFault : null;
}

export function refundCard(member: Member, refund: RefundView) {
  const { number, rejection, ...facts } = refund;
  return {
    ...facts,
    ticketNumber: number,
    decisionReason: rejection,
    own: refund.requestedBy.id === member.id && member.isFinance,
    needsFinance: !member.isFinance,
    pairTold: pairTold(member, refund),
  };
}
