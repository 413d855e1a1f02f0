import { Body, Controller, Param, Post, Redirect, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Config } from '../../../../platform/config/index.js';
import { IdPipe } from '../../../../platform/http/index.js';
import { Invitations, roleOf } from '../../../../staff/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { refused } from '../../form-state.js';
import { type Sent, textsOf } from '../../typed.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { StaffPage } from './staff-page.service.js';
import { idsOf } from '../typed-list.js';

/** A link stands on the answer itself, this once: its token is kept nowhere. */
@Controller('settings/staff/invitations')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('staff'))
export class InvitationsController {
  constructor(
    private readonly page: StaffPage,
    private readonly invitations: Invitations,
    private readonly config: Config,
  ) {}

  @Post()
  async invite(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    const typed = { ...textsOf(sent, ['email', 'name', 'role']), departmentIds: idsOf(sent, 'departments') };
    response.setHeader('cache-control', 'no-store');
    try {
      const invitee = { ...typed, role: roleOf(typed.role) };
      const { token } = await this.invitations.invite(invitee, readerOf(request));
      await this.made(request, response, token);
    } catch (error) {
      const fields = { email_taken: 'email', already_invited: 'email', not_allowed: 'role' };
      const { status, form: invite } = refused(error, typed, fields);
      response.status(status).send(await this.page.render(request, { invite }));
    }
  }

  @Post(':id/renewal')
  async renew(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id', IdPipe) id: string,
  ): Promise<void> {
    response.setHeader('cache-control', 'no-store');
    const { token } = await this.invitations.renew(id, readerOf(request));
    await this.made(request, response, token);
  }

  @Post(':id/revocation')
  @Redirect('/settings/staff', 303)
  async revoke(@Req() request: MemberRequest, @Param('id', IdPipe) id: string): Promise<void> {
    await this.invitations.revoke(id, readerOf(request));
    flash(request, 'done', 'staff.revoked');
  }

  private async made(request: MemberRequest, response: Response, token: string): Promise<void> {
    const link = `${this.config.publicUrl}/invitations/${token}`;
    response.status(201).send(await this.page.render(request, { link }));
  }
}
