import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { type Member, SessionTimes } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { SessionsPage } from './sessions-page.service.js';

/** How long a login lasts, and who is signed in. */
@Controller('settings/sessions')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('sessions'))
@FormsOf(SessionsPage)
export class SessionsController {
  constructor(
    private readonly page: SessionsPage,
    private readonly times: SessionTimes,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'login_times')
  change(
    @CurrentMember() by: Member,
    @Fields('idleMinutes', 'longestHours') typed: Texts<'idleMinutes' | 'longestHours'>,
  ): Promise<void> {
    const idleMinutes = numberOf(typed.idleMinutes);
    return this.times.change({ idleMinutes, longestHours: numberOf(typed.longestHours) }, by);
  }
}

function numberOf(typed: string): number {
  return /^\d{1,6}$/.test(typed) ? Number(typed) : NaN;
}
