import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Audit } from '../platform/audit/index.js';
import { Config } from '../platform/config/index.js';
import { SYSTEM } from '../platform/events/index.js';
import { Logins, type TimedOut } from '../platform/http/index.js';
import { Database } from '../platform/database/index.js';

const MINUTE_MS = 60_000;
const AT_ONCE = 200;

/** A login that ended by itself stands on the list of who did what, with the time that ended it. */
@Injectable()
export class TimedOutSessions {
  constructor(
    private readonly database: Database,
    private readonly logins: Logins,
    private readonly audit: Audit,
    private readonly config: Config,
  ) {}

  @Interval(MINUTE_MS)
  async whenDue(): Promise<void> {
    if (this.config.runsJobs) await this.sweep();
  }

  /** Several processes may do it at the same moment: each login is taken away by one of them. */
  async sweep(): Promise<void> {
    while ((await this.some()) === AT_ONCE);
  }

  private async some(): Promise<number> {
    return this.database.transaction(async () => {
      const over = await this.logins.takeTimedOut(AT_ONCE);
      for (const one of over) await this.record(one);
      return over.length;
    });
  }

  private record({ subject, reason, since, used }: TimedOut): Promise<void> {
    return this.audit.record({
      action: 'session.ended',
      subject: { type: 'member', id: subject },
      after: { reason, since: since.toISOString(), used: used.toISOString() },
      by: SYSTEM,
    });
  }
}
