import { Injectable } from '@nestjs/common';
import { ApiTokens, Roster, Sessions, SessionTimes } from '../../../../staff/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

@Injectable()
export class SessionsPage implements FormPage {
  constructor(
    private readonly times: SessionTimes,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly roster: Roster,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/sessions';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const { idleMinutes, longestHours } = await this.times.get();
    return this.workbench.render(request, 'console/settings/sessions', {
      refused,
      saved: { idleMinutes: String(idleMinutes), longestHours: String(longestHours) },
      rows: await this.rows(),
    });
  }

  /** Everybody who is signed in or has tokens, whoever was there last first. */
  private async rows() {
    const counts = new Map((await this.sessions.counts()).map((count) => [count.subject, count]));
    const tokens = await this.tokens.counts();
    const members = await this.roster.list();
    return members
      .map(({ id, name }) => {
        const { logins = 0, used } = counts.get(id) ?? {};
        return { id, name, logins, used, tokens: tokens.get(id) ?? 0 };
      })
      .filter(({ logins, tokens: own }) => logins + own > 0)
      .sort((one, other) => Number(other.used ?? 0) - Number(one.used ?? 0));
  }
}
