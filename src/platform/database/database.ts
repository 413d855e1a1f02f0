import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import type { Sql } from 'sql-template-tag';
import { Bursts, type Outcome } from './bursts.js';
import { camelCased } from './columns.js';
import { isStalePlan } from './planning.js';
import { ambient, type OpenTransaction } from './transaction.js';

const MAX_ATTEMPTS = 3;
const PAUSE_MS = 50;

@Injectable()
export class Database {
  private readonly logger = new Logger(Database.name);
  private readonly bursts: Bursts;

  constructor(private readonly source: DataSource) {
    this.bursts = new Bursts(source);
  }

  /**
   * Nested calls join the outer transaction. An error in `work` rolls it back. After a deadlock, or after a
   * migration has changed a table, `work` is repeated; it may run up to three times.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (ambient.getStore()) return work();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        if (!(hasCode(error, DEADLOCK) || isStalePlan(error)) || attempt === MAX_ATTEMPTS) throw error;
        // An immediate repeat could lock the same row again before the other transaction gets it.
        await setTimeout(Math.random() * PAUSE_MS * attempt);
      }
    }
  }

  /** An error in `work` undoes only `work` and is thrown on. Throws if no transaction is open. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const open = this.open();
    const marks = { before: open.beforeCommit.length, after: open.afterCommit.length };
    forward(open, 'savepoint work');
    try {
      const result = await work();
      await arrived(open);
      forward(open, 'release savepoint work');
      return result;
    } catch (error) {
      const cause = await firstFailure(open, error);
      open.beforeCommit.length = marks.before;
      open.afterCommit.length = marks.after;
      await open.runner.query('rollback to savepoint work');
      throw cause;
    }
  }

  /**
   * Runs `work` outside the caller's transaction, for example to count a refusal even if the transaction is
   * rolled back.
   */
  async apart<T>(work: () => Promise<T>): Promise<T> {
    return ambient.run(undefined, work);
  }

  /** The work runs as the last part of the current transaction, which is undone if it fails. */
  beforeCommit(work: () => Promise<void>): void {
    this.open().beforeCommit.push(work);
  }

  /** Calls back after the commit, or at once if no transaction is open. */
  afterCommit(callback: () => void | Promise<void>): void {
    const open = ambient.getStore();
    if (open) open.afterCommit.push(callback);
    else this.call(callback);
  }

  /**
   * Keeps one object per transaction, which `create` makes on first use. Throws if no transaction is open.
   */
  note<T>(key: symbol, create: () => T): T {
    const open = this.open();
    if (!open.notes.has(key)) open.notes.set(key, create());
    return open.notes.get(key) as T;
  }

  get inTransaction(): boolean {
    return ambient.getStore() !== undefined;
  }

  get url(): string {
    const { url } = this.source.options as Extract<DataSourceOptions, { type: 'postgres' }>;
    if (url === undefined) throw new Error('The data source was opened without a url');
    return url;
  }

  get manager(): EntityManager {
    return ambient.getStore()?.runner.manager ?? this.source.manager;
  }

  async rows<T>(query: Sql): Promise<T[]> {
    return camelCased<T>((await this.execute(query)).records as object[]);
  }

  async one<T>(query: Sql): Promise<T> {
    const row = await this.maybe<T>(query);
    if (row === undefined) throw new Error(`Expected a row: ${query.text}`);
    return row;
  }

  async maybe<T>(query: Sql): Promise<T | undefined> {
    return (await this.rows<T>(query))[0];
  }

  async run(query: Sql): Promise<number> {
    return (await this.execute(query)).affected ?? 0;
  }

  /**
   * Sends a statement of the open transaction without waiting for the answer, so that it travels with the next one.
   * Statements run in the order in which they were sent. Where this one fails, the transaction does, whether its
   * answer is awaited or not. Throws if no transaction is open.
   */
  send<T>(query: Sql): Promise<T[]> {
    const { sent } = this.open();
    const answer = this.rows<T>(query);
    sent.push(answer);
    answer.catch(() => undefined);
    return answer;
  }

  /** Outside a transaction, the statements that `work` asks at the same time travel together. */
  together<T>(work: () => T): T {
    return this.bursts.within(work);
  }

  private async once<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const open: OpenTransaction = { runner, sent: [], beforeCommit: [], afterCommit: [], notes: new Map() };
    try {
      await runner.startTransaction();
      const result = await ambient.run(open, async () => {
        const done = await work();
        for (const last of open.beforeCommit) await last();
        return done;
      });
      // What failed among the statements sent has made a rollback of this commit.
      await runner.commitTransaction();
      await arrived(open);
      this.settle(open);
      return result;
    } catch (error) {
      const cause = await firstFailure(open, error);
      if (runner.isTransactionActive && !runner.isReleased) await runner.rollbackTransaction();
      throw cause;
    } finally {
      await runner.release();
    }
  }

  private execute(query: Sql): Promise<Outcome> {
    const open = ambient.getStore();
    return open ? open.runner.query(query.text, query.values, true) : this.bursts.ask(query);
  }

  private open(): OpenTransaction {
    const open = ambient.getStore();
    if (!open) throw new Error('This must run inside a transaction');
    return open;
  }

  private settle(open: OpenTransaction): void {
    for (const callback of open.afterCommit) this.call(callback);
  }

  /** The commit stands even if a callback fails, so a callback may only do what can be lost. */
  private call(callback: () => void | Promise<void>): void {
    void ambient.run(undefined, async () => {
      try {
        await callback();
      } catch (error) {
        this.logger.error(error);
      }
    });
  }
}

/** The answer is awaited with what comes later. */
function forward(open: OpenTransaction, statement: string): void {
  const answer = open.runner.query(statement);
  open.sent.push(answer);
  answer.catch(() => undefined);
}

async function arrived({ sent }: OpenTransaction): Promise<void> {
  await Promise.all(sent.splice(0));
}

/** PostgreSQL refuses every statement after one that failed, and this tells why the first did. */
async function firstFailure({ sent }: OpenTransaction, error: unknown): Promise<unknown> {
  const answers = await Promise.allSettled(sent.splice(0));
  if (!REFUSED.some((code) => hasCode(error, code))) return error;
  return answers.find((answer) => answer.status === 'rejected')?.reason ?? error;
}

const ABORTED = '25P02';
/** The statement would use a plan that an earlier one on the way was to store, and that one was refused. */
const NO_PLAN = '26000';
const REFUSED = [ABORTED, NO_PLAN];
const DEADLOCK = '40P01';

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
