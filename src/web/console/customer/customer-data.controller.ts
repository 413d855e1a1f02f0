import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { IdPipe } from '../../../platform/http/index.js';
import { LegalHolds } from '../../../retention/index.js';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../forms/index.js';
import { CustomerQueries } from '../../queries/index.js';
import { endOfDay } from '../local-time.js';
import type { MemberRequest } from '../workbench.service.js';
import { CustomerDataPage } from './customer-data-page.service.js';
import { subjectOf } from './hold-subject.js';

@Controller('customers/:id/data')
@UseGuards(SessionGuard)
@OnlyFor(['admin'])
@FormsOf(CustomerDataPage)
export class CustomerDataController {
  constructor(
    private readonly page: CustomerDataPage,
    private readonly customers: CustomerQueries,
    private readonly holds: LegalHolds,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('holds', 'legal_hold_set')
  async hold(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Fields('subject', 'reason', 'until') typed: Texts<'subject' | 'reason' | 'until'>,
  ): Promise<void> {
    await this.customers.one(by, id);
    const until = endOfDay(typed.until, this.clock.zone);
    await this.holds.set(id, { subject: subjectOf(typed.subject), reason: typed.reason, until }, by);
  }

  @Form('holds/:hold/lifting', 'legal_hold_lift')
  lift(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Param('hold', IdPipe) hold: string,
  ): Promise<void> {
    return this.holds.lift(id, hold, by);
  }
}
