import { Body, Controller, Param, Post, Redirect, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { IdPipe } from '../../../platform/http/index.js';
import { ApiTokens, type Member, Sessions } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { flash } from '../../view/index.js';
import { refused } from '../form-state.js';
import { ProfilePage } from './profile-page.service.js';
import { type Sent, textsOf } from '../typed.js';

/** Who else acts in a member's name: logins elsewhere, and programs with a token. */
@Controller('profile')
@UseGuards(SessionGuard)
export class ProfileAccessController {
  constructor(
    private readonly page: ProfilePage,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
  ) {}

  @Post('logins/:id/end')
  @Redirect('/profile', 303)
  async endLogin(
    @CurrentMember() member: Member,
    @Param('id') id: string,
    @Req() request: Request,
  ): Promise<void> {
    await this.sessions.end(member, id);
    flash(request, 'done', 'profile.login_ended');
  }

  /** The token stands on the answer itself, this once: it is kept nowhere, not even until the next page. */
  @Post('tokens')
  async createToken(
    @CurrentMember() member: Member,
    @Body() sent: Sent,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const form = textsOf(sent, ['name']);
    response.setHeader('cache-control', 'no-store');
    try {
      const { token: made } = await this.tokens.create(member.id, form.name, member);
      response.status(201).send(await this.page.render(request, member, { made }));
    } catch (error) {
      const { status, form: token } = refused(error, form);
      response.status(status).send(await this.page.render(request, member, { token }));
    }
  }

  @Post('tokens/:id/revocation')
  @Redirect('/profile', 303)
  async revokeToken(
    @CurrentMember() member: Member,
    @Param('id', IdPipe) id: string,
    @Req() request: Request,
  ): Promise<void> {
    await this.tokens.revoke(member.id, id, member);
    flash(request, 'done', 'profile.token_revoked');
  }
}
