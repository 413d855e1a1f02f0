import { Body, Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { RefundApproval, RefundPayment } from '../../../refunds/index.js';
import { SessionGuard } from '../../auth/index.js';
import { RefundForms } from './refund-forms.service.js';
import { type Sent, textsOf } from '../typed.js';
import { type MemberRequest, readerOf } from '../workbench.service.js';

/** The steps of a refund, from the ticket's page or the list of refunds. */
@Controller('refunds/:id')
@UseGuards(SessionGuard)
export class RefundStepsController {
  constructor(
    private readonly forms: RefundForms,
    private readonly approval: RefundApproval,
    private readonly payment: RefundPayment,
  ) {}

  @Post('approvals')
  approve(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id') id: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['version']);
    const version = /^\d{1,9}$/.test(values.version) ? Number(values.version) : undefined;
    const work = () => this.approval.approve(readerOf(request), id, version);
    return this.forms.answer({ request, response, id, act: 'approval', values }, work);
  }

  @Post('rejection')
  reject(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id') id: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['reason']);
    const work = () => this.approval.reject(readerOf(request), id, values.reason);
    return this.forms.answer({ request, response, id, act: 'rejection', values }, work);
  }

  @Post('payment')
  pay(@Req() request: MemberRequest, @Res() response: Response, @Param('id') id: string, @Body() sent: Sent) {
    const values = textsOf(sent, ['voucher']);
    const work = () => this.payment.record(readerOf(request), id, values.voucher);
    return this.forms.answer({ request, response, id, act: 'payment', values }, work);
  }
}
