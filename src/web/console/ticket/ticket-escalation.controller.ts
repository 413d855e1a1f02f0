import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Escalations } from '../../../escalation/index.js';
import { SessionGuard } from '../../auth/index.js';
import { TicketEscalations } from './ticket-escalations.service.js';
import { TicketForms } from './ticket-forms.service.js';
import { type Sent, textsOf } from '../typed.js';
import { type MemberRequest, readerOf } from '../workbench.service.js';

@Controller('tickets/:number/escalations')
@UseGuards(SessionGuard)
export class TicketEscalationController {
  constructor(
    private readonly page: TicketEscalations,
    private readonly forms: TicketForms,
    private readonly escalations: Escalations,
  ) {}

  @Get()
  show(@Req() request: MemberRequest, @Param('number') number: string): Promise<string> {
    return this.page.render(request, number);
  }

  @Post()
  ask(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['why']);
    const work = () => this.escalations.ask(readerOf(request), number, values.why);
    return this.forms.answer({ request, response, number, act: 'escalate', values }, work);
  }
}
