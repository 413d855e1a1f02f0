import { Controller, Get, Header, Param, Req, UseGuards } from '@nestjs/common';
import { Config } from '../../../platform/config/index.js';
import { publicSessionId } from '../../../platform/http/index.js';
import { JoinedAccounts, type Member, ProviderSignIn } from '../../../staff/index.js';
import { CurrentMember, SessionGuard, SignInCookie } from '../../auth/index.js';
import { Fields, Form, FormsOf, Secret, Shown, type Texts } from '../../forms/index.js';
import type { MemberRequest } from '../workbench.service.js';
import { AccountPage } from './account-page.service.js';
import { Confirming } from './confirming.service.js';
import { ProfilePage } from './profile-page.service.js';

/**
 * Joins an account of a provider to the member's own. A form begins it, so that no other site can, and is answered with
 * a link, because browsers follow no form to another site here.
 */
@Controller('profile/accounts')
@UseGuards(SessionGuard)
export class AccountController {
  private readonly cookie: SignInCookie;

  constructor(
    private readonly page: AccountPage,
    private readonly accounts: JoinedAccounts,
    private readonly signIn: ProviderSignIn,
    private readonly confirming: Confirming,
    config: Config,
  ) {
    this.cookie = new SignInCookie(config.publicUrl.startsWith('https:'));
  }

  @Get(':key')
  @Header('cache-control', 'no-store')
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form(':key', 'account_join')
  @FormsOf(AccountPage)
  @Header('cache-control', 'no-store')
  async begin(
    @CurrentMember() member: Member,
    @Secret('current') current: string,
    @Fields('code') { code }: Texts<'code'>,
    @Req() request: MemberRequest,
  ): Promise<Shown> {
    await this.confirming.confirm(request, member, { current, code });
    const joins = { memberId: member.id, loginId: publicSessionId(request.sessionID) };
    const errand = { browser: this.cookie.renew(request, request.res!), next: '/profile', joins };
    const key = String(request.params.key);
    const away = await this.signIn.begin(key, errand, request.ip ?? '');
    return new Shown(await this.page.withWay(request, away.href));
  }

  @Form(':key/parting', 'account_part', { done: 'done.account_part' })
  @FormsOf(ProfilePage)
  part(@CurrentMember() member: Member, @Param('key') key: string, @Req() request: MemberRequest) {
    return this.accounts.part(member.id, key, member, publicSessionId(request.sessionID));
  }
}
