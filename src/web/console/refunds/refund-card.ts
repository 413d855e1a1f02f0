import type { RefundView } from '../../../refunds/index.js';
import type { Member } from '../../../staff/index.js';

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
