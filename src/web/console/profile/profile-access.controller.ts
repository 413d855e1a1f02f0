import { Controller, Param, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { IdPipe, publicSessionId } from '../../../platform/http/index.js';
import { ApiTokens, type Member, Sessions } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { Form, FormsOf, Shown, type Typed, Values } from '../../forms/index.js';
import { readTokenForm } from './token-form.js';
import { ProfilePage } from './profile-page.service.js';

/** Logins elsewhere and programs with a token also act in a member's name. */
@Controller('profile')
@UseGuards(SessionGuard)
@FormsOf(ProfilePage)
export class ProfileAccessController {
  constructor(
    private readonly page: ProfilePage,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
  ) {}

  @Form('logins/:id/end', 'login_end', { done: 'profile.login_ended' })
  endLogin(@CurrentMember() member: Member, @Param('id') id: string): Promise<void> {
    return this.sessions.end(member.id, id, member);
  }

  @Form('logins/end', 'logins_end')
  endOthers(@CurrentMember() member: Member, @Req() { sessionID }: Request): Promise<void> {
    return this.sessions.endAll(member.id, member, publicSessionId(sessionID));
  }

  /** The token is shown only in this response and stored nowhere. */
  @Form('tokens', 'token')
  async createToken(
    @CurrentMember() member: Member,
    @Values() typed: Typed,
    @Req() request: Request,
  ): Promise<Shown> {
    const { name, ...bounds } = readTokenForm(typed);
    const { token } = await this.tokens.create(member.id, name, member, bounds);
    return new Shown(await this.page.withToken(request, token), 201);
  }

  @Form('tokens/:id/revocation', 'token_revoke', { done: 'profile.token_revoked' })
  revokeToken(@CurrentMember() member: Member, @Param('id', IdPipe) id: string): Promise<void> {
    return this.tokens.revoke(member.id, id, member);
  }
}
