import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../config/index.js';
import { Database, monthsFrom } from '../database/index.js';

const SIX_HOURS_MS = 6 * 3_600_000;

/**
 * Creates the partitions of the coming months, so that a program which never restarts does not fill the default one.
 */
@Injectable()
export class Months {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  @Interval(SIX_HOURS_MS)
  async whenDue(): Promise<void> {
    if (this.config.runsJobs) await this.makeFrom(new Date());
  }

  /** Months follow real time, like the retention rules that need them. */
  async makeFrom(now: Date): Promise<void> {
    await this.database.rows(monthsFrom(now));
  }
}
