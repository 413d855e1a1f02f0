import { Controller, Param, UseGuards } from '@nestjs/common';
import { type Refund, RefundApproval, RefundPayment } from '../../../refunds/index.js';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../forms/index.js';
import { RefundStepPage } from './refund-step-page.service.js';

@Controller('refunds/:id')
@UseGuards(SessionGuard)
@FormsOf(RefundStepPage)
export class RefundStepsController {
  constructor(
    private readonly approval: RefundApproval,
    private readonly payment: RefundPayment,
  ) {}

  @Form('approvals', 'approve')
  approve(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('version') { version }: Texts<'version'>,
  ): Promise<Refund> {
    return this.approval.approve(by, id, /^\d{1,9}$/.test(version) ? Number(version) : undefined);
  }

  @Form('rejection', 'reject')
  reject(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('reason') { reason }: Texts<'reason'>,
  ): Promise<Refund> {
    return this.approval.reject(by, id, reason);
  }

  @Form('payment', 'pay')
  pay(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('voucher') { voucher }: Texts<'voucher'>,
  ): Promise<Refund> {
    return this.payment.record(by, id, voucher);
  }
}
