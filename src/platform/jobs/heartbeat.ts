import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import type { JobOptions } from './options.js';

/**
 * A worker reports that it is alive, and takes over the jobs of workers that no longer do. The vendor would
 * leave the jobs of a killed worker locked for four hours. The worker uses its own connections, so that a
 * busy pool does not make it look dead.
 */
export class Heartbeat {
  private readonly logger = new Logger(Heartbeat.name);
  private readonly timers: NodeJS.Timeout[] = [];
  private stopping?: Promise<void>;
  private begin!: () => void;
  /** A worker that has never reported counts as dead, so it takes no job before its first report. */
  readonly begun = new Promise<void>((resolve) => (this.begin = resolve));

  constructor(
    private readonly pool: Pool,
    private readonly options: JobOptions,
  ) {}

  async start(workerId: string): Promise<void> {
    this.timers.push(
      setInterval(() => void this.guarded(() => this.beat(workerId)), this.options.beatMs),
      setInterval(() => void this.guarded(() => this.reap()), this.options.reapMs),
    );
    await this.guarded(() => this.beat(workerId));
    await this.guarded(() => this.reap());
  }

  /** The jobs of the worker become free again. Each has lost one attempt. */
  stop(workerId: string): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.begin();
    this.stopping ??= this.guarded(async () => {
      await this.pool.query('select graphile_worker.force_unlock_workers(array[$1])', [workerId]);
      await this.pool.query('delete from job_worker where id = $1', [workerId]);
    });
    return this.stopping;
  }

  private async beat(workerId: string): Promise<void> {
    await this.pool.query(
      `insert into job_worker (id, seen_at) values ($1, clock_timestamp())
       on conflict (id) do update set seen_at = excluded.seen_at`,
      [workerId],
    );
    this.begin();
  }

  private async reap(): Promise<void> {
    const { rows } = await this.pool.query<{ ids: string[] }>(
      `with dead as (
         delete from job_worker where seen_at < clock_timestamp() - make_interval(secs => $1) returning id
       ), gone as (
         select id from dead
         union
         select locked_by from graphile_worker.jobs
          where locked_by is not null and not exists (select from job_worker where id = locked_by)
       )
       select array_agg(id) as ids, graphile_worker.force_unlock_workers(array_agg(id)) from gone having count(*) > 0`,
      [this.options.deadAfterMs / 1_000],
    );
    for (const { ids } of rows)
      this.logger.warn(`Took over the jobs of workers that died: ${ids.join(', ')}`);
  }

  /** A database that is away for a moment must not end the program, so a failure is only logged. */
  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(error);
    }
  }
}
