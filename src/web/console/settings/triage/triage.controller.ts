import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import type { Member } from '../../../../staff/index.js';
import { TriageSetting } from '../../../../triage/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { TriagePage } from './triage-page.service.js';

@Controller('settings/triage')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('triage'))
@FormsOf(TriagePage)
export class TriageController {
  constructor(
    private readonly page: TriagePage,
    private readonly setting: TriageSetting,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'triage_setting')
  @OnlyFor(['admin'])
  change(@CurrentMember() by: Member, @Fields('hours') { hours }: Texts<'hours'>): Promise<void> {
    return this.setting.change(/^\d{1,3}$/.test(hours) ? Number(hours) : NaN, by);
  }
}
