import { Injectable } from '@nestjs/common';
import { Roster, Sessions, SessionTimes } from '../../../../staff/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

@Injectable()
export class SessionsPage implements FormPage {
  constructor(
    private readonly times: SessionTimes,
    private readonly sessions: Sessions,
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

  /** Everybody who is signed in, whoever was there last first. */
  private async rows() {
    const counts = new Map((await this.sessions.counts()).map((count) => [count.subject, count]));
    const members = await this.roster.list();
    return members
      .flatMap(({ id, name, email }) => {
        const count = counts.get(id);
        return count ? [{ id, name, email, logins: count.logins, used: count.used }] : [];
      })
      .sort((one, other) => other.used.getTime() - one.used.getTime());
  }
}
