import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { IdPipe } from '../../../../platform/http/index.js';
import { Employment, type Member, roleOf, SecondFactorKeeping } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form, FormsOf, idsAt, textAt, type Typed, Values } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { StaffPage } from './staff-page.service.js';

/** Leads may look. Only administrators may change roles, departments and accounts. */
@Controller('settings/staff')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('staff'))
@FormsOf(StaffPage)
export class StaffController {
  constructor(
    private readonly page: StaffPage,
    private readonly employment: Employment,
    private readonly factors: SecondFactorKeeping,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form(':id', 'staff_change')
  @OnlyFor(['admin'])
  async change(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Values() typed: Typed,
  ): Promise<void> {
    const role = roleOf(textAt(typed, 'role'));
    await this.employment.change(id, { role, departmentIds: idsAt(typed, 'departments') }, by);
  }

  @Form(':id/disabling', 'staff_disable')
  @OnlyFor(['admin'])
  async disable(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    await this.employment.disable(id, by);
  }

  @Form(':id/second-factor-reset', 'staff_factor_reset')
  @OnlyFor(['admin'])
  async resetFactor(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    await this.factors.reset(id, by);
  }

  @Form(':id/enabling', 'staff_enable')
  @OnlyFor(['admin'])
  async enable(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    await this.employment.enable(id, by);
  }
}
