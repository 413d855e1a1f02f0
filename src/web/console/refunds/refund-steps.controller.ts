import { Controller, Param, UseGuards } from '@nestjs/common';
import {
  type Refund,
  RefundApproval,
  RefundPayment,
  RefundWithdrawal,
  type SeenRefund,
} from '../../../refunds/index.js';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../forms/index.js';
import { RefundStepPage } from './refund-step-page.service.js';

/** Every form of the card carries the version of the refund that the card shows. */
@Controller('refunds/:id')
@UseGuards(SessionGuard)
@FormsOf(RefundStepPage)
export class RefundStepsController {
  constructor(
    private readonly approval: RefundApproval,
    private readonly payment: RefundPayment,
    private readonly withdrawal: RefundWithdrawal,
  ) {}

  @Form('approvals', 'approve')
  approve(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('version', 'confirm') { version, confirm }: Texts<'version' | 'confirm'>,
  ): Promise<Refund> {
    return this.approval.approve(by, { ...seen(id, version), confirm });
  }

  @Form('rejection', 'reject')
  reject(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('version', 'reason') { version, reason }: Texts<'version' | 'reason'>,
  ): Promise<Refund> {
    return this.approval.reject(by, seen(id, version), reason);
  }

  @Form('withdrawal', 'withdraw_refund')
  withdraw(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('version') { version }: Texts<'version'>,
  ): Promise<Refund> {
    return this.withdrawal.withdraw(by, seen(id, version));
  }

  @Form('payment', 'pay')
  pay(
    @CurrentMember() by: Member,
    @Param('id') id: string,
    @Fields('version', 'voucher') { version, voucher }: Texts<'version' | 'voucher'>,
  ): Promise<Refund> {
    return this.payment.record(by, seen(id, version), voucher);
  }
}

/** No refund has the version 0, so a form without a version is refused as one of an old page. */
function seen(id: string, version: string): SeenRefund {
  return { id, version: /^\d{1,9}$/.test(version) ? Number(version) : 0 };
}
