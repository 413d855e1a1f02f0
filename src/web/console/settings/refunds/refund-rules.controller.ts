import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { IdPipe } from '../../../../platform/http/index.js';
import { RefundLimits } from '../../../../refunds/index.js';
import { Confirmations, type Member } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { RefundRulesPage } from './refund-rules-page.service.js';

/** How much may be paid back at once, and who of finance counts as a person of its own. */
@Controller('settings/refunds')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('refunds'))
@FormsOf(RefundRulesPage)
export class RefundRulesController {
  constructor(
    private readonly page: RefundRulesPage,
    private readonly limits: RefundLimits,
    private readonly confirmations: Confirmations,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('limits', 'refund_limit')
  limit(
    @CurrentMember() by: Member,
    @Fields('currency', 'most') limit: Texts<'currency' | 'most'>,
  ): Promise<void> {
    return this.limits.set(limit, by);
  }

  @Form('members/:id/confirmation', 'member_confirm')
  confirm(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    return this.confirmations.confirm(id, by);
  }
}
