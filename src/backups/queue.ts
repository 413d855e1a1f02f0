import type { Client } from 'pg';

/**
 * The queue's tables belong to its package, which may have another version where the backup is restored. So waiting
 * jobs are taken out as facts and enqueued anew. A job that was running runs again, as after a crash.
 */
export const JOB_COLUMNS = `t.identifier, j.payload, q.queue_name, j.run_at, j.attempts, j.max_attempts, j.last_error,
  j.key, j.priority, j.created_at, j.updated_at`;

export const COPY_JOBS = 'copy restored_job from stdin';

export async function prepareJobs(client: Client): Promise<void> {
  await client.query(`
    create temp table restored_job (
      identifier text, payload json, queue_name text, run_at timestamptz, attempts integer, max_attempts integer,
      last_error text, key text, priority integer, created_at timestamptz, updated_at timestamptz
    ) on commit drop`);
}

/** Jobs keep their attempts, so that one that gave up stays in the list of failed jobs. */
export async function enqueueJobs(client: Client): Promise<void> {
  await client.query(`
    create temp table added_job on commit drop as
    select r.*, (graphile_worker.add_job(
             identifier => r.identifier, payload => r.payload, queue_name => r.queue_name, run_at => r.run_at,
             max_attempts => r.max_attempts, job_key => r.key, priority => r.priority)).id as job_id
      from restored_job r`);
  await client.query(`
    update graphile_worker._private_jobs j
       set attempts = a.attempts, last_error = a.last_error, created_at = a.created_at, updated_at = a.updated_at
      from added_job a where a.job_id = j.id`);
}
