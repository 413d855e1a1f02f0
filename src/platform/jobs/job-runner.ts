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
import { Held, HELD_CHANGED } from '../held/index.js';
import { JobHandlers } from './handlers.js';
import { JobOptions } from './options.js';
import { Wakeups } from './wakeups.js';
import { Worker } from './worker.js';

const LISTENER_AND_HEARTBEAT = 2;
const CONNECT_TIMEOUT_MS = 5_000;
const HELD_LOOK_MS = 5_000;

@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobRunner.name);
  private pool?: pg.Pool;
  private tasks: TaskList = {};
  private worker?: Worker;
  private restarting?: NodeJS.Timeout;
  private looking?: NodeJS.Timeout;
  private following?: Promise<void>;
  private over = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly handlers: JobHandlers,
    private readonly options: JobOptions,
    private readonly held: Held,
    private readonly wakeups: Wakeups,
  ) {}

  onApplicationBootstrap(): void {
    this.wakeups.on(HELD_CHANGED, () => void this.heldChanged());
    const handlers = this.handlers.byName();
    if (!this.config.runsJobs || handlers.size === 0) return;
    this.pool = this.connections();
    this.tasks = Object.fromEntries(handlers);
    this.looking = setInterval(() => this.follow(), HELD_LOOK_MS).unref();
    this.follow();
  }

  /** Running jobs may finish. Streams have ended by then, and the database is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    this.over = true;
    clearInterval(this.looking);
    clearTimeout(this.restarting);
    await this.following;
    await this.worker?.stop();
    await this.pool?.end();
  }

  private async heldChanged(): Promise<void> {
    await this.held.refresh().catch((error: unknown) => this.logger.warn(String(error)));
    if (this.pool) this.follow();
  }

  /** An installation that is held runs no jobs. */
  private follow(): void {
    this.following ??= this.startOrPause()
      .catch((error: unknown) => this.logger.warn(`Whether jobs may run could not be read: ${String(error)}`))
      .finally(() => (this.following = undefined));
  }

  private async startOrPause(): Promise<void> {
    const held = await this.held.isHeld();
    if (held) await this.pause();
    else if (!this.worker && !this.restarting && !this.over) this.start();
  }

  private async pause(): Promise<void> {
    clearTimeout(this.restarting);
    this.restarting = undefined;
    const { worker } = this;
    this.worker = undefined;
    await worker?.stop();
  }

  private start(): void {
    const worker = new Worker(this.pool!, this.tasks, this.options);
    this.worker = worker;
    this.restarting = undefined;
    void worker.ended().then((outcome) => this.replace(outcome, worker));
  }

  private replace(outcome: 'broken' | 'finished', worker: Worker): void {
    if (this.over || this.worker !== worker) return;
    this.worker = undefined;
    if (outcome === 'broken') {
      this.restarting = setTimeout(() => this.start(), this.options.restartMs);
    } else {
      // The vendor's worker stops by itself after a newer version has changed the tables of the queue.
      this.over = true;
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
