import { Injectable } from '@nestjs/common';
import { Database, sql } from '../database/index.js';
import type { JobMap, JobName } from './job.js';

/** The pauses are `1 + 2.7 + 7.4 + … s`, so ten attempts are over after three and a half hours. */
const MAX_ATTEMPTS = 10;

export interface Schedule {
  /** If a job with this key is waiting already, the new job replaces it. */
  key?: string;
  /** `runAt` is real time and not business time. */
  runAt?: Date;
  maxAttempts?: number;
}

export type JobDraft = { [Name in JobName]: { name: Name; payload: JobMap[Name] } & Schedule }[JobName];

/** A job that is enqueued in a transaction exists only if that commits. */
@Injectable()
export class Jobs {
  constructor(private readonly database: Database) {}

  async enqueue<Name extends JobName>(
    name: Name,
    payload: JobMap[Name],
    schedule: Schedule = {},
  ): Promise<void> {
    await this.add([{ ...schedule, name, payload }]);
  }

  async enqueueMany(drafts: JobDraft[]): Promise<void> {
    if (drafts.length > 0) await this.add(drafts);
  }

  private async add(drafts: ({ name: string; payload: unknown } & Schedule)[]): Promise<void> {
    const specs = drafts.map(({ name, payload, key, runAt, maxAttempts = MAX_ATTEMPTS }) => ({
      identifier: name,
      payload,
      run_at: runAt,
      max_attempts: maxAttempts,
      job_key: key,
    }));
    await this.database.run(sql`
      select count(*) from graphile_worker.add_jobs(array(
        select spec from json_populate_recordset(null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json) spec))`);
  }
}
