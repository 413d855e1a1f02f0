import { Body, Get, Param, Post, Put, Query } from '@nestjs/common';
import { RefundApproval, RefundPayment, Refunds, RefundWithdrawal } from '../../refunds/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember } from '../auth/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { shown } from './page.js';
import { ApproveRefund, PayRefund, RefundsQuery, RejectRefund, SeenVersion } from './refund.requests.js';
import { refund, RefundList, RefundShape } from './shapes/refund.shape.js';

@Api('refunds')
export class RefundsController {
  constructor(
    private readonly refunds: Refunds,
    private readonly approval: RefundApproval,
    private readonly payment: RefundPayment,
    private readonly withdrawal: RefundWithdrawal,
  ) {}

  @Get()
  @Reads('Refunds of the tickets you may see, newest first', RefundList)
  async list(@CurrentMember() member: Member, @Query() query: RefundsQuery) {
    return shown(await this.refunds.list(member, query), refund);
  }

  @Get(':id')
  @Reads('One refund', RefundShape)
  async read(@CurrentMember() member: Member, @Param('id') id: string) {
    return refund(await this.refunds.byId(member, id));
  }

  @Post(':id/approvals')
  @Writes('Approve it: another person of finance than the one who asked', RefundShape, 201)
  async approve(@CurrentMember() member: Member, @Param('id') id: string, @Body() body: ApproveRefund) {
    await this.approval.approve(member, { id, ...body });
    return this.read(member, id);
  }

  @Post(':id/rejection')
  @Writes('Reject it with a reason', RefundShape, 201)
  async reject(@CurrentMember() member: Member, @Param('id') id: string, @Body() body: RejectRefund) {
    await this.approval.reject(member, { id, version: body.version }, body.reason);
    return this.read(member, id);
  }

  @Post(':id/withdrawal')
  @Writes('Take back your own request while nobody has decided; the customer is not told', RefundShape, 201)
  async withdraw(@CurrentMember() member: Member, @Param('id') id: string, @Body() body: SeenVersion) {
    await this.withdrawal.withdraw(member, { id, version: body.version });
    return this.read(member, id);
  }

  @Put(':id/payment')
  @Writes('Record that it was paid; the same voucher again is the same payment', RefundShape)
  async pay(@CurrentMember() member: Member, @Param('id') id: string, @Body() body: PayRefund) {
    await this.payment.record(member, { id, version: body.version }, body.voucher);
    return this.read(member, id);
  }
}
