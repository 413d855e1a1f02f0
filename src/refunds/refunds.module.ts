import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TicketsModule } from '../tickets/index.js';
import { RefundApproval } from './approval.service.js';
import { EarlierRefunds } from './earlier.service.js';
import { RefundLimits } from './limits.service.js';
import { RefundLoading } from './loading.service.js';
import { RefundPayment } from './payment.service.js';
import { Refund } from './refund.js';
import { Refunds } from './refunds.queries.js';
import { RefundRequests } from './request.service.js';
import { StandingRefund } from './standing.reaction.js';
import { RefundSteps } from './steps.service.js';
import { RefundWithdrawal } from './withdrawal.service.js';

const DOOR = [RefundApproval, RefundLimits, RefundPayment, RefundRequests, RefundWithdrawal, Refunds];

@Module({
  imports: [TypeOrmModule.forFeature([Refund]), TicketsModule],
  providers: [...DOOR, EarlierRefunds, RefundLoading, RefundSteps, StandingRefund],
  exports: DOOR,
})
export class RefundsModule {}
