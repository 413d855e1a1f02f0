import type { TicketFact } from '../tickets/index.js';

export interface RefundFact extends TicketFact {
  refundId: string;
  amount: string;
  currency: string;
  order: string;
}

declare module '../platform/events/index.js' {
  interface EventMap {
    'refund.requested': RefundFact;
    'refund.changed': RefundFact;
    'refund.approved': RefundFact;
    'refund.rejected': RefundFact;
    'refund.withdrawn': RefundFact;
    'refund.paid': RefundFact & { voucher: string };
  }
}
