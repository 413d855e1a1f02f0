import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { AlreadySaid } from '../already-said.js';
import { say } from '../say.js';
import { StartError } from '../start-error.js';
import type { Order, Report } from './messages.js';
import { nextPause } from './pauses.js';

/** The application in the process takes no longer than 9 s. The database has the rest of the time of a stop. */
const PATIENCE_MS = 9_500;
/** A process that is so busy is counted as it was. */
const COUNT_PATIENCE_MS = 2_000;
/** A process that fails says why, and then ends with this. */
const FAILED = 'status 1';

/** The place of one process. When that ends, another one takes it. */
export class Place {
  private worker!: Worker;
  private here!: Promise<unknown>;
  private ended!: Promise<string>;
  private begunAt = 0;
  private pauseMs = 0;
  private leaving = false;

  constructor(private readonly leads: boolean) {
    this.fill();
  }

  /** Returns what the process has to say when it serves. Throws if it ends before. */
  async serves(databaseUrl: string, isStart: boolean): Promise<string> {
    const ready = this.told('ready');
    const { leads } = this;
    void this.here.then(() => this.order({ say: 'serve', databaseUrl, leads, isStart }));
    const early = this.ended.then((how) => {
      throw how === FAILED
        ? new AlreadySaid(how)
        : new StartError(`One of the processes ended (${how}) before it was ready.`);
    });
    return (await Promise.race([ready, early])).banner;
  }

  /** Returns when the place was left. */
  async keepFilled(databaseUrl: string): Promise<void> {
    for (;;) {
      const how = await this.ended;
      if (this.leaving) return;
      this.pauseMs = nextPause(this.pauseMs, performance.now() - this.begunAt);
      say(`One of the processes ended (${how}); another takes its place in ${this.pauseMs / 1000} s.`);
      await sleep(this.pauseMs);
      if (this.leaving) return;
      this.fill();
      this.serves(databaseUrl, false).catch(saidByItself);
    }
  }

  /** Returns when the process has told its numbers, or will not soon. */
  async counted(): Promise<void> {
    const told = this.told('counted');
    this.order({ say: 'count' });
    await Promise.race([told, this.ended, sleep(COUNT_PATIENCE_MS)]);
  }

  /** A process that is left alone ends in order. */
  async leave(): Promise<void> {
    this.leaving = true;
    const { process } = this.worker;
    if (process.connected) process.disconnect();
    const late = setTimeout(() => process.kill('SIGKILL'), PATIENCE_MS);
    await this.ended;
    clearTimeout(late);
  }

  order(order: Order): void {
    // Where the process is gone, its end tells more than the failure to reach it.
    if (this.worker.isConnected()) this.worker.send(order, undefined, () => undefined);
  }

  holds({ id }: Worker): boolean {
    return this.worker.id === id;
  }

  private fill(): void {
    const worker = cluster.fork();
    this.worker = worker;
    this.begunAt = performance.now();
    this.here = this.told('here');
    this.ended = new Promise((resolve) => {
      worker.once('exit', (status, signal) => resolve(signal || `status ${status}`));
      worker.on('error', (error) => {
        if (worker.process.pid === undefined) resolve(error.message);
      });
    });
  }

  private told<S extends Report['say']>(what: S): Promise<Extract<Report, { say: S }>> {
    const { worker } = this;
    return new Promise((resolve) => {
      const listener = (report: Report) => {
        if (report.say !== what) return;
        worker.off('message', listener);
        resolve(report as Extract<Report, { say: S }>);
      };
      worker.on('message', listener);
    });
  }
}

/** `keepFilled` hears of the end as well. */
function saidByItself(): void {}
