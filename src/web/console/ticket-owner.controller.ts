import { Body, Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Assignment, Classification } from '../../tickets/index.js';
import { isId } from '../../platform/database/index.js';
import { SessionGuard } from '../auth/index.js';
import { takesOver } from './manner.js';
import { TicketForms } from './ticket-forms.service.js';
import { correctionOf } from './ticket-correction.js';
import { type Sent, textsOf } from './typed.js';
import { type MemberRequest, readerOf } from './workbench.service.js';

/** Whose a ticket is, and what it is taken for. */
@Controller('tickets/:number')
@UseGuards(SessionGuard)
export class TicketOwnerController {
  constructor(
    private readonly forms: TicketForms,
    private readonly assignment: Assignment,
    private readonly classification: Classification,
  ) {}

  @Post('claim')
  claim(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['reason']);
    const takeOver = takesOver(sent);
    const work = () => this.assignment.claim(readerOf(request), number, { ...values, takeOver });
    const act = takeOver ? 'take_over' : 'claim';
    return this.forms.answer({ request, response, number, act, values }, work);
  }

  @Post('release')
  release(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['reason']);
    const work = () => this.assignment.release(readerOf(request), number, values.reason);
    return this.forms.answer({ request, response, number, act: 'release', values }, work);
  }

  @Post('assignment')
  assign(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['assignee']);
    const work = () => this.assignment.assign(readerOf(request), number, idOr0(values.assignee));
    return this.forms.answer({ request, response, number, act: 'assign', values }, work);
  }

  @Post('correction')
  correct(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['subject', 'type', 'priority', 'order', 'amount', 'version']);
    const work = () => this.classification.correct(readerOf(request), number, correctionOf(values));
    return this.forms.answer({ request, response, number, act: 'correct', values }, work);
  }
}

/** Nobody has the id 0. */
function idOr0(text: string): string {
  return isId(text) ? text : '0';
}
