import { Injectable } from '@nestjs/common';
import { Database, empty, sql, type Sql } from '../database/index.js';
import { isId } from '../text/index.js';
import { BadRequest, NotFound } from '../http/index.js';

const MAX_LIMIT = 100;

export interface FailedJob {
  id: string;
  name: string;
  payload: unknown;
  attempts: number;
  error: string | null;
  createdAt: Date;
  failedAt: Date;
}

const FAILED = sql`jobs.attempts >= jobs.max_attempts and jobs.locked_at is null`;

@Injectable()
export class FailedJobs {
  constructor(private readonly database: Database) {}

  async list(page: { cursor?: string; limit?: number } = {}): Promise<{ data: FailedJob[]; next?: string }> {
    const limit = Math.min(Math.max(page.limit ?? 50, 1), MAX_LIMIT);
    const found = await this.database.rows<FailedJob>(sql`
      select jobs.id, tasks.identifier as name, jobs.payload, jobs.attempts, jobs.last_error as error,
             jobs.created_at, jobs.updated_at as failed_at
        from graphile_worker._private_jobs jobs
        join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
       where ${FAILED} ${before(page.cursor)}
       order by jobs.id desc
       limit ${limit + 1}`);
    const data = found.slice(0, limit);
    return { data, next: found.length > limit ? data.at(-1)?.id : undefined };
  }

  /** The job gets all its attempts again. Throws `NotFound` if no failed job has this id. */
  async retry(id: string): Promise<void> {
    await this.change(
      sql`graphile_worker.reschedule_jobs(${failed(id)}, run_at => clock_timestamp(), attempts => 0)`,
    );
  }

  /** Throws `NotFound` if no failed job has this id. */
  async discard(id: string): Promise<void> {
    await this.change(sql`graphile_worker.complete_jobs(${failed(id)})`);
  }

  private async change(call: Sql): Promise<void> {
    const changed = await this.database.maybe(sql`select id from ${call}`);
    if (!changed) throw new NotFound('job_not_found');
  }
}

function before(cursor: string | undefined): Sql {
  if (cursor === undefined) return empty;
  if (!isId(cursor)) throw new BadRequest('bad_cursor');
  return sql`and jobs.id < ${cursor}`;
}

/** The vendor's functions accept any job that is not running; this limits them to failed ones. */
function failed(id: string): Sql {
  if (!isId(id)) throw new NotFound('job_not_found');
  return sql`array(select jobs.id from graphile_worker._private_jobs jobs where jobs.id = ${id} and ${FAILED})`;
}
