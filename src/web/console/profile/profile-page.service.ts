import { Injectable } from '@nestjs/common';
import { ApiTokens, JoinedAccounts, Providers, SecondFactors, Sessions } from '../../../staff/index.js';
import type { FormPage, Refused } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';
import { scopeChoices, TOKEN_DAYS } from './token-form.js';
import { shownLogins } from './shown-logins.js';

@Injectable()
export class ProfilePage implements FormPage {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly factors: SecondFactors,
    private readonly accounts: JoinedAccounts,
    private readonly providers: Providers,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/profile';
  }

  render(request: MemberRequest, refused?: Refused): Promise<string> {
    return this.draw(request, { refused });
  }

  withToken(request: MemberRequest, made: string): Promise<string> {
    return this.draw(request, { made });
  }

  private draw(request: MemberRequest, more: { refused?: Refused; made?: string }): Promise<string> {
    return this.workbench.render(request, 'console/profile', this.model(request, more));
  }

  private async model(request: MemberRequest, more: { refused?: Refused; made?: string }) {
    const member = readerOf(request);
    const { name, alias, language, email, staffNumber } = member;
    const { t } = this.workbench.speech(request);
    const [sessions, accounts, open, tokens, factor] = await Promise.all([
      this.sessions.list(member.id),
      this.accounts.of(member.id),
      this.providers.open(),
      this.tokens.list(member.id),
      this.factors.of(member.id),
    ]);
    const logins = shownLogins(sessions, request);
    return {
      ...more,
      accounts,
      joinable: open.filter(({ key }) => accounts.every((account) => account.key !== key)),
      saved: { name, alias, language },
      email,
      staffNumber,
      logins,
      elsewhere: logins.some(({ present }) => !present),
      tokens,
      scopes: scopeChoices(more.refused),
      days: TOKEN_DAYS.map((value) => ({ value, label: t(`token.days.${value}`) })),
      factor,
    };
  }
}
