import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TicketsModule } from '../tickets/index.js';
import { RefundApproval } from './approval.service.js';
import { RefundLoading } from './loading.service.js';
import { RefundPayment } from './payment.service.js';
import { Refund } from './refund.js';
import { Refunds } from './refunds.queries.js';
import { RefundRequests } from './request.service.js';
import { StandingRefund } from './standing.reaction.js';
import { RefundSteps } from './steps.service.js';
import { RefundWithdrawal } from './withdrawal.service.js';

const DOOR = [RefundApproval, RefundPayment, RefundRequests, RefundWithdrawal, Refunds];

@Module({
  imports: [TypeOrmModule.forFeature([Refund]), TicketsModule],
  providers: [...DOOR, RefundLoading, RefundSteps, StandingRefund],
  exports: DOOR,
})
export class RefundsModule {}
