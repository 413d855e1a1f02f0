import { Injectable } from '@nestjs/common';
import { publicSessionId } from '../../../platform/http/index.js';
import { ApiTokens, type Member, SecondFactors, Sessions } from '../../../staff/index.js';
import type { FormPage, Refused } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';
import { browserName } from './browser-name.js';

@Injectable()
export class ProfilePage implements FormPage {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly factors: SecondFactors,
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

  private async draw(request: MemberRequest, more: object): Promise<string> {
    const member = readerOf(request);
    const { name, alias, language, email, staffNumber } = member;
    return this.workbench.render(request, 'console/profile', {
      ...more,
      saved: { name, alias, language },
      email,
      staffNumber,
      logins: await this.logins(request, member),
      tokens: await this.tokens.list(member.id),
      factor: await this.factors.of(member.id),
    });
  }

  private async logins(request: MemberRequest, member: Member) {
    const present = publicSessionId(request.sessionID);
    const logins = await this.sessions.list(member);
    return logins.map(({ id, since, browser, address }) => ({
      id,
      since,
      address,
      browser: browserName(browser),
      present: id === present,
    }));
  }
}
