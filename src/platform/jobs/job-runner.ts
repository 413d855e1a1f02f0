import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { TaskList } from 'graphile-worker';
import pg from 'pg';
import { Config } from '../config/index.js';
import { Database } from '../database/index.js';
import { JobHandlers } from './handlers.js';
import { JobOptions } from './options.js';
import { Worker } from './worker.js';

const LISTENER_AND_HEARTBEAT = 2;
const CONNECT_TIMEOUT_MS = 5_000;

@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobRunner.name);
  private pool?: pg.Pool;
  private worker?: Worker;
  private restarting?: NodeJS.Timeout;
  private stopping = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly handlers: JobHandlers,
    private readonly options: JobOptions,
  ) {}

  onApplicationBootstrap(): void {
    const handlers = this.handlers.byName();
    if (!this.config.runsJobs || handlers.size === 0) return;
    this.pool = this.connections();
    this.start(this.pool, Object.fromEntries(handlers));
  }

  /** Running jobs may finish. Streams have ended by then, and the database is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restarting);
    await this.worker?.stop();
    await this.pool?.end();
  }

  private start(pool: pg.Pool, tasks: TaskList): void {
    this.worker = new Worker(pool, tasks, this.options);
    void this.worker.ended().then((outcome) => this.replace(outcome, pool, tasks));
  }

  private replace(outcome: 'broken' | 'finished', pool: pg.Pool, tasks: TaskList): void {
    this.worker = undefined;
    if (this.stopping) return;
    if (outcome === 'broken') {
      this.restarting = setTimeout(() => this.start(pool, tasks), this.options.restartMs);
    } else {
      // The vendor's worker stops by itself after a newer version has changed the tables of the queue.
      this.logger.error('This process runs no more jobs: a newer version migrated the queue. Restart it');
    }
  }

  private connections(): pg.Pool {
    const pool = new pg.Pool({
      connectionString: this.database.url,
      application_name: 'huiyin-jobs',
      max: this.options.concurrency + LISTENER_AND_HEARTBEAT,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    // Without a listener a broken connection would end the whole program. The query that used it fails
    // anyway.
    const log = (error: Error) => this.logger.warn(`A connection of the job worker broke: ${error.message}`);
    pool.on('error', log);
    pool.on('connect', (client) => client.on('error', log));
    return pool;
  }
}
