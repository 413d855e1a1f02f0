import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { publicSessionId } from '../../../platform/http/index.js';
import { ApiTokens, type Member, Sessions } from '../../../staff/index.js';
import { browserName } from './browser-name.js';
import type { FormState } from '../form-state.js';
import { Workbench } from '../workbench.service.js';

interface ProfileForms {
  profile?: FormState;
  password?: FormState;
  token?: FormState;
  /** Of an API token that was just made: shown this once. */
  made?: string;
}

/** What a member may change of the own account, on one page. */
@Injectable()
export class ProfilePage {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly workbench: Workbench,
  ) {}

  async render(request: Request, member: Member, forms: ProfileForms = {}): Promise<string> {
    const { name, alias, language } = member;
    return this.workbench.render(request, 'console/profile', {
      profile: { values: { name, alias, language }, errors: {} },
      ...forms,
      email: member.email,
      staffNumber: member.staffNumber,
      logins: await this.logins(request, member),
      tokens: await this.tokens.list(member.id),
    });
  }

  private async logins(request: Request, member: Member) {
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
