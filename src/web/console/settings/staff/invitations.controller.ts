import { Controller, Param, Req, UseGuards } from '@nestjs/common';
import { Config } from '../../../../platform/config/index.js';
import { IdPipe } from '../../../../platform/http/index.js';
import { Invitations, roleOf } from '../../../../staff/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form, FormsOf, idsAt, Shown, textAt, type Typed, Values } from '../../../forms/index.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { StaffPage } from './staff-page.service.js';

/** A link is shown only in this response, because its token is not stored anywhere. */
@Controller('settings/staff/invitations')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('staff'))
@FormsOf(StaffPage)
export class InvitationsController {
  constructor(
    private readonly page: StaffPage,
    private readonly invitations: Invitations,
    private readonly config: Config,
  ) {}

  @Form('', 'invite')
  async invite(@Req() request: MemberRequest, @Values() typed: Typed): Promise<Shown> {
    const invitee = {
      email: textAt(typed, 'email'),
      name: textAt(typed, 'name'),
      role: roleOf(textAt(typed, 'role')),
      departmentIds: idsAt(typed, 'departments'),
    };
    const { token } = await this.invitations.invite(invitee, readerOf(request));
    return this.showLink(request, token);
  }

  @Form(':id/renewal', 'invitation_renew')
  async renew(@Req() request: MemberRequest, @Param('id', IdPipe) id: string): Promise<Shown> {
    const { token } = await this.invitations.renew(id, readerOf(request));
    return this.showLink(request, token);
  }

  @Form(':id/revocation', 'invitation_revoke')
  async revoke(@Req() request: MemberRequest, @Param('id', IdPipe) id: string): Promise<void> {
    await this.invitations.revoke(id, readerOf(request));
  }

  private async showLink(request: MemberRequest, token: string): Promise<Shown> {
    const link = `${this.config.publicUrl}/invitations/${token}`;
    return new Shown(await this.page.render(request, undefined, link), 201);
  }
}
