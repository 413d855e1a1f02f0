import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../config/index.js';
import { Database, monthsFrom } from '../database/index.js';

const SIX_HOURS_MS = 6 * 3_600_000;

/** A program that never restarts must not fill the default partition. */
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

  /** Months follow real time, as the rules for deleting old rows do. */
  async makeFrom(now: Date): Promise<void> {
    await this.database.rows(monthsFrom(now));
  }
}
