import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import type { Sql } from 'sql-template-tag';
import { camelCased } from './columns.js';
import { isStalePlan } from './planning.js';
import { ambient, type OpenTransaction } from './transaction.js';

const MAX_ATTEMPTS = 3;
const PAUSE_MS = 50;

/**
 * All of our own code reaches the database through this class. Statements join the current transaction where one is
 * open.
 */
@Injectable()
export class Database {
  private readonly logger = new Logger(Database.name);

  constructor(private readonly source: DataSource) {}

  /**
   * Runs `work` in a transaction; nested calls join the outer one. An error in `work` rolls it back. After a deadlock,
   * or when a migration came between, everything is repeated: `work` may run up to three times.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (ambient.getStore()) return work();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        if (!(isDeadlock(error) || isStalePlan(error)) || attempt === MAX_ATTEMPTS) throw error;
        // At once, it could take the row again that the other transaction is about to wake up for.
        await setTimeout(Math.random() * PAUSE_MS * attempt);
      }
    }
  }

  /** Only inside a transaction. An error in `work` undoes `work` alone and is thrown on. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const open = this.open();
    const marks = { before: open.beforeCommit.length, after: open.afterCommit.length };
    await open.runner.query('savepoint work');
    try {
      const result = await work();
      await open.runner.query('release savepoint work');
      return result;
    } catch (error) {
      open.beforeCommit.length = marks.before;
      open.afterCommit.length = marks.after;
      await open.runner.query('rollback to savepoint work');
      throw error;
    }
  }

  /** Runs `work` outside the caller's transaction, for example to count a refusal that must survive a rollback. */
  async apart<T>(work: () => Promise<T>): Promise<T> {
    return ambient.run(undefined, work);
  }

  /** Runs the work as the last part of the current transaction, and undoes everything where it fails. */
  beforeCommit(work: () => Promise<void>): void {
    this.open().beforeCommit.push(work);
  }

  /** Calls back once the current transaction has committed, or at once where none is open. */
  afterCommit(callback: () => void | Promise<void>): void {
    const open = ambient.getStore();
    if (open) open.afterCommit.push(callback);
    else this.call(callback);
  }

  /** An object that collects things, such as hints, during the current transaction. `create` makes it on first use. */
  note<T>(key: symbol, create: () => T): T {
    const open = this.open();
    if (!open.notes.has(key)) open.notes.set(key, create());
    return open.notes.get(key) as T;
  }

  get inTransaction(): boolean {
    return ambient.getStore() !== undefined;
  }

  /** The database's address, for parts that need connections of their own: the live channel and the job runner. */
  get url(): string {
    const { url } = this.source.options as Extract<DataSourceOptions, { type: 'postgres' }>;
    if (url === undefined) throw new Error('The data source was opened without a url');
    return url;
  }

  /** TypeORM's manager for the current transaction, or for the pool where none is open. */
  get manager(): EntityManager {
    return ambient.getStore()?.runner.manager ?? this.source.manager;
  }

  /** Returns all rows with their columns in camel case. */
  async rows<T>(query: Sql): Promise<T[]> {
    return camelCased<T>((await this.execute(query)).records as object[]);
  }

  /** Returns the only row; throws where there is none. */
  async one<T>(query: Sql): Promise<T> {
    const row = await this.maybe<T>(query);
    if (row === undefined) throw new Error(`Expected a row: ${query.text}`);
    return row;
  }

  async maybe<T>(query: Sql): Promise<T | undefined> {
    return (await this.rows<T>(query))[0];
  }

  /** Runs a statement and returns how many rows it touched. */
  async run(query: Sql): Promise<number> {
    return (await this.execute(query)).affected ?? 0;
  }

  private async once<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const open: OpenTransaction = { runner, beforeCommit: [], afterCommit: [], notes: new Map() };
    try {
      await runner.startTransaction();
      const result = await ambient.run(open, async () => {
        const done = await work();
        for (const last of open.beforeCommit) await last();
        return done;
      });
      await runner.commitTransaction();
      this.settle(open);
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async execute(query: Sql): Promise<{ records: unknown[]; affected?: number }> {
    const open = ambient.getStore();
    if (open) return open.runner.query(query.text, query.values, true);
    const runner = this.source.createQueryRunner();
    try {
      return await runner.query(query.text, query.values, true);
    } finally {
      await runner.release();
    }
  }

  private open(): OpenTransaction {
    const open = ambient.getStore();
    if (!open) throw new Error('This must run inside a transaction');
    return open;
  }

  private settle(open: OpenTransaction): void {
    for (const callback of open.afterCommit) this.call(callback);
  }

  /** The commit stands even where a callback fails, so callbacks may only do what can be lost. */
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

const DEADLOCK = '40P01';

/** Two transactions waited for each other and PostgreSQL ended this one, which can simply be repeated. */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK;
}
