import type { RefundView } from '../../../refunds/index.js';
import type { Member } from '../../../staff/index.js';

/** Prepares a refund for the partial `refund-card`, as the member may see it. */
export function refundCard(member: Member, refund: RefundView) {
  const { number, rejection, ...facts } = refund;
  return {
    ...facts,
    ticketNumber: number,
    decisionReason: rejection,
    own: refund.requestedBy.id === member.id && member.isFinance,
    needsFinance: !member.isFinance,
  };
}
