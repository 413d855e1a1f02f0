import { Body, Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Pausing, Resolutions } from '../../../tickets/index.js';
import { Milestones } from '../../../sla/index.js';
import { SessionGuard } from '../../auth/index.js';
import { localTime } from '../local-time.js';
import { TicketForms } from './ticket-forms.service.js';
import { type Sent, textsOf } from '../typed.js';
import { type MemberRequest, readerOf } from '../workbench.service.js';

/** Whether a ticket stands still, how far it has come, and whether it is done. */
@Controller('tickets/:number')
@UseGuards(SessionGuard)
export class TicketStateController {
  constructor(
    private readonly forms: TicketForms,
    private readonly pausing: Pausing,
    private readonly resolutions: Resolutions,
    private readonly milestones: Milestones,
  ) {}

  @Post('waiting')
  wait(@Req() request: MemberRequest, @Res() response: Response, @Param('number') number: string) {
    const work = () => this.pausing.waitForCustomer(readerOf(request), number);
    return this.forms.answer({ request, response, number, act: 'wait' }, work);
  }

  @Post('holds')
  hold(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['reason', 'until']);
    const work = async () =>
      this.pausing.hold(readerOf(request), number, {
        reason: values.reason,
        until: localTime('until', values.until),
      });
    return this.forms.answer({ request, response, number, act: 'hold', values }, work);
  }

  @Post('resumption')
  resume(@Req() request: MemberRequest, @Res() response: Response, @Param('number') number: string) {
    const work = () => this.pausing.resume(readerOf(request), number);
    return this.forms.answer({ request, response, number, act: 'resume' }, work);
  }

  @Post('milestones/:key')
  reach(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Param('key') key: string,
  ) {
    const work = () => this.milestones.reach(readerOf(request), number, key);
    return this.forms.answer({ request, response, number, act: 'reach' }, work);
  }

  @Post('resolution')
  resolve(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['note']);
    const work = () => this.resolutions.resolve(readerOf(request), number, values.note);
    return this.forms.answer({ request, response, number, act: 'resolve', values }, work);
  }

  @Post('reopening')
  reopen(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['reason']);
    const work = () => this.resolutions.reopen(readerOf(request), number, values.reason);
    return this.forms.answer({ request, response, number, act: 'reopen', values }, work);
  }
}
