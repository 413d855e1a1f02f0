import { Body, Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { RefundRequests } from '../../../refunds/index.js';
import { SessionGuard } from '../../auth/index.js';
import { TicketForms } from './ticket-forms.service.js';
import { type Sent, textsOf } from '../typed.js';
import { type MemberRequest, readerOf } from '../workbench.service.js';

@Controller('tickets/:number/refund')
@UseGuards(SessionGuard)
export class TicketRefundController {
  constructor(
    private readonly forms: TicketForms,
    private readonly requests: RefundRequests,
  ) {}

  /** Asks for the money, or changes what was asked. */
  @Post()
  ask(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['order', 'amount', 'currency', 'reason']);
    const work = () => this.requests.put(readerOf(request), number, values);
    return this.forms.answer({ request, response, number, act: 'refund', values }, work);
  }
}
