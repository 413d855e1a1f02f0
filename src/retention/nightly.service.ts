import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DateTime } from 'luxon';
import { Audit } from '../platform/audit/index.js';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { SYSTEM } from '../platform/events/index.js';
import { Held } from '../platform/held/index.js';
import { NightWork } from './night-work.service.js';
import type { RemovedRows } from './removal.service.js';

const TEN_MINUTES_MS = 600_000;
/** The run begins at this hour in the shop's time zone. */
const HOUR = 2;

export interface RetentionRun {
  night: string;
  begunAt: Date;
  finishedAt: Date | null;
  removed: Partial<RemovedRows>;
}

/** Removes once a night what is old enough, and writes down what that was. A copy that is held removes nothing. */
@Injectable()
export class NightlyRetention {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly held: Held,
    private readonly audit: Audit,
    private readonly work: NightWork,
  ) {}

  @Interval(TEN_MINUTES_MS)
  async whenDue(): Promise<void> {
    if (this.config.runsJobs && !(await this.held.isHeld())) await this.tonight(new Date());
  }

  latest(): Promise<RetentionRun[]> {
    return this.database.rows<RetentionRun>(sql`
      select night::text, begun_at, finished_at, removed from retention_run order by night desc limit 14`);
  }

  /** Only one of all processes makes the run of a night. One that died is made again by the next. */
  async tonight(now: Date): Promise<void> {
    const night = DateTime.fromJSDate(now, { zone: this.config.timeZone }).minus({ hours: HOUR }).toISODate();
    const begun = await this.database.run(sql`
      insert into retention_run (night, begun_at) values (${night}, ${now})
      on conflict (night) do update set begun_at = excluded.begun_at
        where retention_run.finished_at is null and retention_run.begun_at < ${now}::timestamptz - interval '6 hours'`);
    if (begun === 0) return;
    await this.keep(night, await this.work.run(now));
  }

  private async keep(night: string | null, removed: RemovedRows): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`
        update retention_run set finished_at = clock_timestamp(), removed = ${JSON.stringify(removed)}::jsonb
         where night = ${night}`);
      const { months, ...counts } = removed;
      if (months.length === 0 && Object.values(counts).every((count) => count === 0)) return;
      const subject = { type: 'retention', id: '*' };
      await this.audit.record({ action: 'retention.removed', subject, by: SYSTEM, after: removed });
    });
  }
}
