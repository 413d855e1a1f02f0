import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { IdPipe } from '../../../../platform/http/index.js';
import { LegalHolds } from '../../../../retention/index.js';
import type { Member } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Asked, Form, type Typed } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { HoldsPage } from './holds-page.service.js';

const LIST = { back: true, to: '/settings/holds' } as const;

@Controller('settings/holds')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('holds'))
export class HoldsController {
  constructor(
    private readonly page: HoldsPage,
    private readonly holds: LegalHolds,
  ) {}

  @Get()
  show(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.page.render(request, query);
  }

  @Form(':hold/lifting', 'legal_hold_lift', LIST)
  lift(@CurrentMember() by: Member, @Param('hold', IdPipe) hold: string): Promise<void> {
    return this.holds.liftAny(hold, by);
  }
}
