import { Injectable } from '@nestjs/common';
import { requireId } from '../../../../platform/http/index.js';
import { ApiTokens, JoinedAccounts, Roster, Sessions } from '../../../../staff/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { shownLogins } from '../../profile/shown-logins.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

@Injectable()
export class MemberAccessPage implements FormPage {
  constructor(
    private readonly roster: Roster,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly accounts: JoinedAccounts,
    private readonly workbench: Workbench,
  ) {}

  home({ params }: MemberRequest): string {
    return `/settings/sessions/${String(params.id)}`;
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const { id, name, email } = await this.roster.byId(requireId(String(request.params.id)));
    const logins = shownLogins(await this.sessions.list(id), request);
    return this.workbench.render(request, 'console/settings/member-access', {
      refused,
      member: { id, name, email },
      logins,
      tokens: await this.tokens.list(id),
      accounts: await this.accounts.of(id),
      elsewhere: logins.some(({ present }) => !present),
    });
  }
}
