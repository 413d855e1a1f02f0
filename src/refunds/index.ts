import './events.js';

export { RefundApproval } from './approval.service.js';
export type { EarlierRefund } from './earlier.service.js';
export type { RefundFact } from './events.js';
export { OTHER_CURRENCIES, type RefundLimit, RefundLimits } from './limits.service.js';
export { RefundPayment } from './payment.service.js';
export type { Refund } from './refund.js';
export { mayRefund, type PairFault, type RefundFacts, type RefundRefusal } from './may.js';
export type { RefundView } from './refund-view.js';
export { Refunds } from './refunds.queries.js';
export { RefundsModule } from './refunds.module.js';
export { RefundRequests } from './request.service.js';
export { REFUND_MOVES, REFUND_STATES, type RefundAction, type RefundState } from './state.js';
export type { SeenApproval, SeenRefund } from './seen.js';
export { RefundWithdrawal } from './withdrawal.service.js';
export type { RefundWish } from './wish.js';
