import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from '../../support/program.js';
import type { Act } from './acts.js';
import type { Order, Report } from './desk.js';

const LOADER = new URL('../../support/typescript-loader.mjs', import.meta.url).href;
const DESK = new URL('desk.ts', import.meta.url);

/** This process works through the month, and may be killed at any moment. */
export class Colleague {
  /** These acts were sent to the process and not acknowledged. */
  private readonly undone = new Map<number, Act>();
  private finished: (rest: Act[]) => void = () => undefined;
  fired = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (report: Report) => this.hear(report));
    child.on('exit', () => this.finish());
  }

  static async start(environment: Environment): Promise<Colleague> {
    const execArgv = ['--import', LOADER];
    const child = fork(DESK, [], { execArgv, env: { PATH: process.env.PATH, ...environment } });
    const ended = once(child, 'exit').then(() => {
      throw new Error('A process of the month ended by itself');
    });
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
    return new Colleague(child);
  }

  /**
   * Does these acts at that time and sweeps. Returns those that were not acknowledged because the process was
   * killed.
   */
  work(order: Order): Promise<Act[]> {
    for (const act of order.acts) this.undone.set(act.id, act);
    return new Promise((resolve) => {
      this.finished = resolve;
      this.child.send(order);
    });
  }

  async kill(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }

  /** Does not wait for the process to end. */
  killSoon(milliseconds: number): void {
    setTimeout(() => this.child.kill('SIGKILL'), milliseconds);
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  get failed(): boolean {
    return this.child.exitCode === 1;
  }

  private hear(report: Report): void {
    if ('done' in report) this.undone.delete(report.done);
    if ('swept' in report) {
      this.fired += report.swept;
      this.finish();
    }
  }

  private finish(): void {
    const rest = [...this.undone.values()];
    this.undone.clear();
    this.finished(rest);
  }
}
