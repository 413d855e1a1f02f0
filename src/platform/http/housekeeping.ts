import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../config/index.js';
import { Database, sql } from '../database/index.js';

const TEN_MINUTES_MS = 600_000;

/** Visits without a login, rate limits and idempotency keys expire by real time and not by the business clock. */
@Injectable()
export class Housekeeping {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  @Interval(TEN_MINUTES_MS)
  async whenDue(): Promise<void> {
    if (this.config.runsJobs) await this.sweep();
  }

  async sweep(): Promise<void> {
    await this.database.run(sql`
      delete from session s where sess ->> 'subject' is null
         and not exists (select from live_session live where live.sid = s.sid)`);
    await this.database.run(sql`delete from rate_limit where expire < ${Date.now()}`);
    await this.database.run(
      sql`delete from idempotency_key where created_at < clock_timestamp() - interval '24 hours'`,
    );
  }
}
