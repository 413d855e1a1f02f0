import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor } from '../platform/events/index.js';
import { Invalid } from '../platform/http/index.js';

/** A login ends when it was not used for so many minutes, and so many hours after it began in any case. */
export interface LoginTimes {
  idleMinutes: number;
  longestHours: number;
}

const IDLE = { least: 5, most: 43_200 };
const LONGEST = { least: 1, most: 720 };

@Injectable()
export class SessionTimes {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async get(): Promise<LoginTimes> {
    return this.database.one<LoginTimes>(sql`select idle_minutes, longest_hours from session_setting`);
  }

  /** It holds at once, also for logins that began before. Throws `Invalid` for a time out of its bounds. */
  async change(wanted: LoginTimes, by: Actor): Promise<void> {
    Invalid.check([
      [!isWithin(wanted.idleMinutes, IDLE), 'idleMinutes', `out_of_range:${IDLE.most}`],
      [!isWithin(wanted.longestHours, LONGEST), 'longestHours', `out_of_range:${LONGEST.most}`],
    ]);
    await this.database.transaction(async () => {
      const before = await this.database.one<LoginTimes>(
        sql`select idle_minutes, longest_hours from session_setting for update`,
      );
      await this.database.run(sql`
        update session_setting
           set idle_minutes = ${wanted.idleMinutes}, longest_hours = ${wanted.longestHours}`);
      const changed = difference(before, wanted);
      const subject = { type: 'setting', id: 'logins' };
      await this.audit.record({ action: 'logins.times_changed', subject, by, ...changed });
    });
  }
}

function isWithin(count: number, { least, most }: { least: number; most: number }): boolean {
  return Number.isInteger(count) && count >= least && count <= most;
}
