import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DateTime } from 'luxon';
import { Alarms } from '../alarms/index.js';
import { Clock } from '../clock/index.js';
import { Config } from '../config/index.js';
import { Database, sql } from '../database/index.js';
import { Audit, type BrokenLink } from './audit.js';
import { AuditKeeping } from './audit-keeping.js';

declare module '../alarms/index.js' {
  interface AlarmMap {
    /** `id` is the first row at which the list is not what was written. */
    'audit.broken': BrokenLink;
  }
}

const ALARM = 'audit.broken';
const TEN_MINUTES_MS = 600_000;
/** The check begins at this hour in the shop's time zone. */
const HOUR = 3;

/** Reads the whole list once a night, raises an alarm where it was tampered with, and drops what is old enough. */
@Injectable()
export class AuditCheck {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly keeping: AuditKeeping,
    private readonly alarms: Alarms,
  ) {}

  @Interval(TEN_MINUTES_MS)
  async whenDue(): Promise<void> {
    if (this.config.runsJobs) await this.tonight(new Date());
  }

  /** Only one of all processes makes the check of a night. One that died is made again by the next. */
  async tonight(now: Date): Promise<void> {
    const night = DateTime.fromJSDate(now, { zone: this.clock.zone }).minus({ hours: HOUR }).toISODate();
    const begun = await this.database.run(sql`
      insert into audit_check (night, begun_at) values (${night}, ${now})
      on conflict (night) do update set begun_at = excluded.begun_at
        where audit_check.finished_at is null and audit_check.begun_at < ${now}::timestamptz - interval '2 hours'`);
    if (begun === 0) return;
    await this.check();
    await this.keeping.dropBefore(now);
    await this.database.run(
      sql`update audit_check set finished_at = clock_timestamp() where night = ${night}`,
    );
  }

  /** Returns the first fault of the list. The alarm stays until a check finds none. */
  async check(): Promise<BrokenLink | undefined> {
    const fault = await this.audit.firstFault();
    if (fault) await this.alarms.raise(ALARM, ALARM, fault);
    else await this.alarms.clear(ALARM);
    return fault;
  }
}
