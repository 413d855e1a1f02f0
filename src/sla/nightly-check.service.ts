import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DateTime } from 'luxon';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Job, Jobs } from '../platform/jobs/index.js';
import { Recomputation, type Recomputed } from './recomputation.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'sla.recompute': { checkId: string };
  }
}

export interface LedgerCheck extends Recomputed {
  finishedAt: Date;
}

const TEN_MINUTES_MS = 600_000;
/** The check begins at this hour in the shop's time zone. */
const HOUR = 3;

@Injectable()
export class NightlyCheck {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly recomputation: Recomputation,
  ) {}

  @Interval(TEN_MINUTES_MS)
  async whenDue(): Promise<void> {
    if (this.config.runsJobs) await this.begin();
  }

  /** Only one of all processes enqueues the check of a night. */
  async begin(): Promise<void> {
    const now = this.clock.now();
    const night = DateTime.fromJSDate(now, { zone: this.clock.zone }).minus({ hours: HOUR }).toISODate();
    await this.database.transaction(async () => {
      const begun = await this.database.maybe<{ id: string }>(sql`
        insert into sla_check (night, begun_at) values (${night}, ${now}) on conflict (night) do nothing returning id`);
      if (begun) await this.jobs.enqueue('sla.recompute', { checkId: begun.id });
    });
  }

  @Job('sla.recompute')
  async run({ checkId }: { checkId: string }): Promise<void> {
    const open = sql`id = ${checkId} and finished_at is null`;
    if (!(await this.database.maybe(sql`select 1 from sla_check where ${open}`))) return;
    const { timers, differing, differences } = await this.recomputation.compare();
    await this.database.run(sql`
      update sla_check set finished_at = ${this.clock.now()}, timers = ${timers}, differing = ${differing},
             differences = ${JSON.stringify(differences)}::jsonb where ${open}`);
  }

  async latest(): Promise<LedgerCheck | null> {
    const found = await this.database.maybe<LedgerCheck>(sql`
      select finished_at, timers::int, differing::int, differences
        from sla_check where finished_at is not null order by id desc limit 1`);
    return found ?? null;
  }
}
