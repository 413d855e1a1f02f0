import { Injectable } from '@nestjs/common';
import { type Act, Audit } from '../audit/index.js';
import { Database, empty, sql, type Sql } from '../database/index.js';
import { isId } from '../text/index.js';
import {
  type Failure,
  ID,
  limitOf,
  NotFound,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
  readFailure,
} from '../http/index.js';

export interface FailedJob {
  id: string;
  name: string;
  payload: unknown;
  attempts: number;
  /** It is null where the process died while the job ran. */
  error: Failure | null;
  createdAt: Date;
  failedAt: Date;
}

const FAILED = sql`jobs.attempts >= jobs.max_attempts and jobs.locked_at is null`;

@Injectable()
export class FailedJobs {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(page: PageRequest = {}): Promise<Page<FailedJob>> {
    const limit = limitOf(page.limit);
    const before = readCursor(page.cursor, ID);
    const found = await this.database.rows<Omit<FailedJob, 'error'> & { error: string | null }>(sql`
      select jobs.id, tasks.identifier as name, jobs.payload, jobs.attempts, jobs.last_error as error,
             jobs.created_at, jobs.updated_at as failed_at
        from graphile_worker._private_jobs jobs
        join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
       where ${FAILED} ${before ? sql`and jobs.id < ${before[0]}` : empty}
       order by jobs.id desc
       limit ${limit + 1}`);
    const jobs = found.map((job) => ({ ...job, error: job.error === null ? null : readFailure(job.error) }));
    return pageOf(jobs, limit, ({ id }) => [id]);
  }

  /** The job gets all its attempts again. Throws `NotFound` if no failed job has this id. */
  async retry(id: string): Promise<void> {
    const again = sql`graphile_worker.reschedule_jobs(${failed(id)}, run_at => clock_timestamp(), attempts => 0)`;
    await this.change({ action: 'job.retried', subject: { type: 'job', id } }, again);
  }

  /** Throws `NotFound` if no failed job has this id. */
  async discard(id: string): Promise<void> {
    const over = sql`graphile_worker.complete_jobs(${failed(id)})`;
    await this.change({ action: 'job.discarded', subject: { type: 'job', id } }, over);
  }

  private async change(act: Act, call: Sql): Promise<void> {
    await this.database.transaction(async () => {
      const changed = await this.database.maybe(sql`select id from ${call}`);
      if (!changed) throw new NotFound('job_not_found');
      await this.audit.record(act);
    });
  }
}

/** The vendor's functions accept any job that is not running; this limits them to failed ones. */
function failed(id: string): Sql {
  if (!isId(id)) throw new NotFound('job_not_found');
  return sql`array(select jobs.id from graphile_worker._private_jobs jobs where jobs.id = ${id} and ${FAILED})`;
}
