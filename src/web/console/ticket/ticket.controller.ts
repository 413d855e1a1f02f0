import { Controller, Get, Param, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { numberOf, parseNumber } from '../../../tickets/index.js';
import { SessionGuard } from '../../auth/index.js';
import { PromisePage } from './promise-page.service.js';
import { TicketEscalations } from './ticket-escalations.service.js';
import { TicketPage } from './ticket-page.service.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('tickets/:number')
@UseGuards(SessionGuard)
export class TicketController {
  constructor(
    private readonly page: TicketPage,
    private readonly promise: PromisePage,
    private readonly escalations: TicketEscalations,
  ) {}

  /** Each ticket has one address. Other spellings of its number are redirected there. */
  @Get()
  async show(@Req() request: MemberRequest, @Param('number') number: string, @Res() response: Response) {
    const canonical = numberOf({ number: parseNumber(number) });
    if (canonical !== number) response.redirect(302, `/tickets/${canonical}`);
    else response.send(await this.page.render(request));
  }

  @Get('promises/:timer')
  why(@Req() request: MemberRequest, @Param('number') number: string, @Param('timer') timer: string) {
    return this.promise.render(request, number, timer);
  }

  @Get('escalations')
  called(@Req() request: MemberRequest, @Param('number') number: string): Promise<string> {
    return this.escalations.render(request, number);
  }
}
