import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { IdPipe, publicSessionId } from '../../../../platform/http/index.js';
import { ApiTokens, JoinedAccounts, type Member, Sessions } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form, FormsOf } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { MemberAccessPage } from './member-access-page.service.js';

/** What acts in the name of one member: an administrator may end it. */
@Controller('settings/sessions/:id')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('sessions'))
@FormsOf(MemberAccessPage)
export class MemberAccessController {
  constructor(
    private readonly page: MemberAccessPage,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly accounts: JoinedAccounts,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('logins/:login/end', 'login_end')
  endLogin(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Param('login') login: string,
  ): Promise<void> {
    return this.sessions.end(id, login, by);
  }

  @Form('tokens/:token/revocation', 'token_revoke')
  revokeToken(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Param('token', IdPipe) token: string,
  ): Promise<void> {
    return this.tokens.revoke(id, token, by);
  }

  @Form('accounts/:key/parting', 'account_part')
  partAccount(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Param('key') key: string,
    @Req() { sessionID }: MemberRequest,
  ): Promise<void> {
    return this.accounts.part(id, key, by, publicSessionId(sessionID));
  }

  /** An administrator who looks at the own logins keeps the present one. */
  @Form('logins/end', 'logins_end')
  endLogins(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Req() { sessionID }: MemberRequest,
  ): Promise<void> {
    return this.sessions.endAll(id, by, publicSessionId(sessionID));
  }
}
