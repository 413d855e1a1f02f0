import { Controller, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { AppError, IdPipe } from '../../../platform/http/index.js';
import { Alerts, Answering } from '../../../escalation/index.js';
import { LateFirings } from '../../../sla/index.js';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../auth/index.js';
import { done, Fields, Form, FormsOf, type Led, type Texts } from '../../forms/index.js';
import type { MemberRequest } from '../workbench.service.js';
import { isId } from '../../../platform/text/index.js';
import { AlertsPage } from './alerts-page.service.js';

@Controller('alerts')
@UseGuards(SessionGuard)
@FormsOf(AlertsPage)
export class AlertsController {
  constructor(
    private readonly page: AlertsPage,
    private readonly alerts: Alerts,
    private readonly answering: Answering,
    private readonly late: LateFirings,
  ) {}

  @Get()
  list(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Get('recent')
  recent(@Req() request: MemberRequest): Promise<string> {
    return this.page.recent(request);
  }

  @Post('seen')
  @HttpCode(204)
  async see(@CurrentMember() member: Member, @Fields('upTo') { upTo }: Texts<'upTo'>): Promise<void> {
    if (isId(upTo)) await this.alerts.see(member, upTo);
  }

  @OnlyFor(['admin'])
  @Form('lateness', 'lateness', { done: null, back: true })
  async takeNote(@CurrentMember() member: Member): Promise<void> {
    await this.late.see(member);
  }

  /**
   * Leads to the ticket unless the reader only wants to answer. A reader who is too late is told so on the same page.
   */
  @Form(':id/acknowledgement', 'acknowledge')
  async acknowledge(
    @CurrentMember() member: Member,
    @Param('id', IdPipe) id: string,
    @Fields('number', 'stay') { number, stay }: Texts<'number' | 'stay'>,
  ): Promise<Led> {
    const leads = stay !== 'yes' && /^T\d{1,18}$/.test(number) && { to: `/tickets/${number}` };
    try {
      const theirs = await this.answering.acknowledge(member, id);
      return done({ ...leads, told: theirs ? 'bell.taken' : 'bell.acknowledged' });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return done({ ...leads, kind: 'failed', told: 'bell.gone' });
    }
  }
}
