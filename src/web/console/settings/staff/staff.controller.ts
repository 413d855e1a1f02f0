import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { IdPipe } from '../../../../platform/http/index.js';
import { Employment, roleOf } from '../../../../staff/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { refused } from '../../form-state.js';
import { type Sent, textsOf } from '../../typed.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { StaffPage } from './staff-page.service.js';
import { idsOf } from '../typed-list.js';

/** Who works here. A lead may look; roles, departments and accounts are an administrator's. */
@Controller('settings/staff')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('staff'))
export class StaffController {
  constructor(
    private readonly page: StaffPage,
    private readonly employment: Employment,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Post(':id')
  @OnlyFor(['admin'])
  change(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id', IdPipe) id: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const { role } = textsOf(sent, ['role']);
    const departmentIds = idsOf(sent, 'departments');
    return this.answer({ request, response, id }, () =>
      this.employment.change(id, { role: roleOf(role), departmentIds }, readerOf(request)),
    );
  }

  @Post(':id/disabling')
  @OnlyFor(['admin'])
  disable(@Req() request: MemberRequest, @Res() response: Response, @Param('id', IdPipe) id: string) {
    return this.answer({ request, response, id }, () => this.employment.disable(id, readerOf(request)));
  }

  @Post(':id/enabling')
  @OnlyFor(['admin'])
  enable(@Req() request: MemberRequest, @Res() response: Response, @Param('id', IdPipe) id: string) {
    return this.answer({ request, response, id }, () => this.employment.enable(id, readerOf(request)));
  }

  private async answer(
    { request, response, id }: { request: MemberRequest; response: Response; id: string },
    work: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { status, form } = refused(error, {});
      response.status(status).send(await this.page.render(request, { change: { ...form, id } }));
      return;
    }
    flash(request, 'done', 'staff.changed');
    response.redirect(303, '/settings/staff');
  }
}
