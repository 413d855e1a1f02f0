import { Body, Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Handoffs } from '../../../tickets/index.js';
import { SessionGuard } from '../../auth/index.js';
import { TicketForms } from './ticket-forms.service.js';
import { type Sent, textsOf } from '../typed.js';
import { type MemberRequest, readerOf } from '../workbench.service.js';

/** From desk to desk. */
@Controller('tickets/:number/handoffs')
@UseGuards(SessionGuard)
export class TicketHandoffController {
  constructor(
    private readonly forms: TicketForms,
    private readonly handoffs: Handoffs,
  ) {}

  @Post()
  offer(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['department', 'note']);
    const work = () => this.handoffs.offer(readerOf(request), number, values);
    return this.forms.answer({ request, response, number, act: 'hand_off', values }, work);
  }

  @Post(':id/acceptance')
  accept(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Param('id') id: string,
  ) {
    const work = () => this.handoffs.accept(readerOf(request), id);
    return this.forms.answer({ request, response, number, act: 'accept' }, work);
  }

  @Post(':id/return')
  giveBack(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param() at: { number: string; id: string },
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['reason']);
    const work = () => this.handoffs.return(readerOf(request), at.id, values.reason);
    return this.forms.answer({ request, response, number: at.number, act: 'return', values }, work);
  }

  @Post(':id/withdrawal')
  withdraw(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Param('id') id: string,
  ) {
    const work = () => this.handoffs.withdraw(readerOf(request), id);
    return this.forms.answer({ request, response, number, act: 'withdraw' }, work);
  }
}
