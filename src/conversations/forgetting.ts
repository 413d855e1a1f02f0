import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Receipts } from '../delivery/index.js';

const HOUR_MS = 3_600_000;

@Injectable()
export class Forgetting {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly receipts: Receipts,
  ) {}

  @Interval(HOUR_MS)
  async whenDue(): Promise<void> {
    if (!this.config.runsJobs) return;
    await this.forgetKeys();
    await this.receipts.forgetUnclaimed();
  }

  /**
   * WeChat repeats a push within seconds, so its key is useless after a month. This goes by the real clock,
   * because a demonstration that moves the business clock must not forget the pushes of today.
   */
  async forgetKeys(): Promise<void> {
    await this.database.run(sql`
      delete from inbound_key where received_at < clock_timestamp() - interval '30 days'`);
  }
}
