import { Logger } from '@nestjs/common';
import { type PromiseOrDirect, runTaskList, type TaskList, type WorkerPool } from 'graphile-worker';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { Heartbeat } from './heartbeat.js';
import type { JobOptions } from './options.js';
import { workerLog } from './worker-log.js';

export class Worker {
  private readonly logger = new Logger(Worker.name);
  private readonly heartbeat: Heartbeat;
  private readonly worker: WorkerPool;

  constructor(
    pool: Pool,
    tasks: TaskList,
    private readonly options: JobOptions,
  ) {
    this.heartbeat = new Heartbeat(pool, options);
    this.worker = runTaskList(this.settings(), tasks, pool);
    void this.heartbeat.start(this.worker.id);
  }

  /** `broken` means that the worker failed and another may start. Never rejects. */
  async ended(): Promise<'broken' | 'finished'> {
    const outcome = await this.settled(this.worker.promise);
    await this.heartbeat.stop(this.worker.id);
    return outcome;
  }

  async stop(): Promise<void> {
    const late = new AbortController();
    const timeout = sleep(this.options.drainMs, 'late', { signal: late.signal });
    const drained = this.settled(this.worker.gracefulShutdown());
    const outcome = await Promise.race([drained, timeout]);
    late.abort();
    if (outcome === 'late')
      this.logger.warn('Jobs still ran when the program had to stop: others will run them again');
    await this.heartbeat.stop(this.worker.id);
    if (outcome === 'late') await this.settled(this.worker.forcefulShutdown('The program stops'));
  }

  private async settled(ending: PromiseOrDirect<unknown>): Promise<'broken' | 'finished'> {
    try {
      await ending;
      return 'finished';
    } catch (error) {
      this.logger.error(error);
      return 'broken';
    }
  }

  private settings() {
    return {
      concurrency: this.options.concurrency,
      pollInterval: this.options.pollMs,
      noHandleSignals: true,
      logger: workerLog(),
      // The library waits for the statement that stores the end of a job, and repeats it, only if it works in
      // batches.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      // The library asks for these flags before it takes a job. There is no other way to make it wait.
      forbiddenFlags: async () => {
        await this.heartbeat.begun;
        return null;
      },
    };
  }
}
