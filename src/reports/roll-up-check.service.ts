import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DateTime } from 'luxon';
import { Alarms } from '../platform/alarms/index.js';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Job, Jobs } from '../platform/jobs/index.js';
import { RollUp } from './roll-up.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'reports.check': { night: string };
  }
}

export interface Mended {
  /** So many tickets were counted otherwise than they are. */
  tickets: number;
  /** So many sums of a day were not what their parts said. */
  sums: number;
}

declare module '../platform/alarms/index.js' {
  interface AlarmMap {
    'reports.differed': Mended;
  }
}

const ALARM = 'reports.differed';
const TEN_MINUTES_MS = 600_000;
/** The check begins at this hour in the shop's time zone. */
const HOUR = 4;
const BATCH = 10_000;

/** Compares the sums of the reports with the tickets every night, and mends what differs. */
@Injectable()
export class RollUpCheck {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly alarms: Alarms,
    private readonly rollUp: RollUp,
  ) {}

  @Interval(TEN_MINUTES_MS)
  async whenDue(): Promise<void> {
    if (this.config.runsJobs) await this.begin();
  }

  /** Only one of all processes enqueues the check of a night. */
  async begin(): Promise<void> {
    const night = DateTime.fromJSDate(this.clock.now(), { zone: this.clock.zone })
      .minus({ hours: HOUR })
      .toFormat('yyyy-MM-dd');
    await this.database.transaction(async () => {
      const begun = await this.database.run(
        sql`update report_zone set checked_on = ${night} where checked_on is distinct from ${night}::date`,
      );
      if (begun > 0) await this.jobs.enqueue('reports.check', { night });
    });
  }

  @Job('reports.check')
  async run({ night }: { night: string }): Promise<void> {
    const isLatest = sql`select 1 from report_zone where checked_on = ${night}::date`;
    if (await this.database.maybe(isLatest)) await this.mend();
  }

  /** The alarm stands until a night in which nothing differed. */
  async mend(): Promise<Mended> {
    await this.sweepAll();
    const mended = { tickets: await this.tickets(), sums: await this.days() };
    await this.sweepAll();
    if (mended.tickets + mended.sums > 0) await this.alarms.raise(ALARM, 'reports.differed', mended);
    else await this.alarms.clear(ALARM);
    return mended;
  }

  private async sweepAll(): Promise<void> {
    while (await this.rollUp.sweep());
  }

  private async tickets(): Promise<number> {
    const { last } = await this.database.one<{ last: string }>(sql`
      select greatest((select max(id) from ticket), (select max(ticket_id) from report_part),
                      (select max(ticket_id) from promise_part), 0) last`);
    let differing = 0;
    for (let after = 0; after < Number(last); after += BATCH)
      differing += await this.rollUp.mendTickets(String(after), String(after + BATCH));
    return differing;
  }

  private async days(): Promise<number> {
    const months = await this.database.rows<{ month: string }>(sql`
      select distinct date_trunc('month', day)::date::text as month
        from (select day from report_part union select day from report_day
              union select day from promise_part union select day from promise_day) days order by 1`);
    let differing = 0;
    for (const { month } of months) differing += await this.rollUp.mendDays(month);
    return differing;
  }
}
