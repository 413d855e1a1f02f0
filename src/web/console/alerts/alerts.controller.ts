import { Body, Controller, Get, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { AppError, IdPipe } from '../../../platform/http/index.js';
import { isId } from '../../../platform/text/index.js';
import { Alerts, Answering } from '../../../escalation/index.js';
import { LateFirings } from '../../../sla/index.js';
import { SessionGuard } from '../../auth/index.js';
import { flash } from '../../view/index.js';
import { back } from '../back.js';
import { type Sent, textOf } from '../typed.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

/** What the reader was told, and "I have it". */
@Controller('alerts')
@UseGuards(SessionGuard)
export class AlertsController {
  constructor(
    private readonly alerts: Alerts,
    private readonly answering: Answering,
    private readonly late: LateFirings,
    private readonly workbench: Workbench,
  ) {}

  @Get()
  async list(@Req() request: MemberRequest, @Query() query: Sent): Promise<string> {
    const cursor = textOf(query, 'cursor');
    const after = isId(cursor) ? cursor : null;
    const { data, next } = await this.alerts.of(readerOf(request), after);
    return this.workbench.render(request, 'console/alerts', {
      live: ['alerts'],
      rows: data,
      older: next && `/alerts?cursor=${next}`,
      newest: after && '/alerts',
    });
  }

  /** The newest, for the sheet under the bell. */
  @Get('recent')
  async recent(@Req() request: MemberRequest): Promise<string> {
    const { data } = await this.alerts.of(readerOf(request), null, 8);
    return this.workbench.render(request, 'console/alerts-recent', { rows: data });
  }

  @Post('seen')
  async see(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    const upTo = textOf(sent, 'upTo');
    if (isId(upTo)) await this.alerts.see(readerOf(request), upTo);
    response.sendStatus(204);
  }

  @Post('lateness')
  async takeNote(@Req() request: MemberRequest, @Res() response: Response): Promise<void> {
    await this.late.see(readerOf(request));
    response.redirect(303, back(request, '/alerts'));
  }

  @Post(':id/acknowledgement')
  async acknowledge(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id', IdPipe) id: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const number = textOf(sent, 'number');
    const stays = textOf(sent, 'stay') === 'yes' || !/^T\d{1,18}$/.test(number);
    try {
      const theirs = await this.answering.acknowledge(readerOf(request), id);
      flash(request, 'done', theirs ? 'bell.taken' : 'bell.acknowledged');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      flash(request, 'failed', 'bell.gone');
    }
    response.redirect(303, stays ? back(request, '/alerts') : `/tickets/${number}`);
  }
}
