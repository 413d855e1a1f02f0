import { Injectable } from '@nestjs/common';
import { Audit } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor } from '../platform/events/index.js';
import { Invalid } from '../platform/http/index.js';

const MOST_HOURS = 168;

@Injectable()
export class TriageSetting {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async addsUpHours(): Promise<number> {
    const { hours } = await this.database.one<{ hours: number }>(
      sql`select adds_up_hours hours from triage_setting`,
    );
    return hours;
  }

  /** With 0 hours each message is read by itself. Throws `Invalid` unless the number is whole and up to 168. */
  async change(hours: number, by: Actor): Promise<void> {
    const isFit = Number.isInteger(hours) && hours >= 0 && hours <= MOST_HOURS;
    if (!isFit) throw Invalid.field('hours', `out_of_range:${MOST_HOURS}`);
    await this.database.transaction(async () => {
      const { before } = await this.database.one<{ before: number }>(
        sql`select adds_up_hours before from triage_setting for update`,
      );
      if (before === hours) return;
      await this.database.run(sql`update triage_setting set adds_up_hours = ${hours}`);
      await this.audit.record({
        action: 'triage.setting_changed',
        subject: { type: 'setting', id: 'triage' },
        before: { hours: before },
        after: { hours },
        by,
      });
    });
  }
}
