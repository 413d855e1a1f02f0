import { AsyncLocalStorage } from 'node:async_hooks';
import type { QueryRunner } from 'typeorm';

/** The transaction a piece of code runs in, if any: found through the call chain, so that parallel ones do not mix. */
export interface OpenTransaction {
  runner: QueryRunner;
  afterCommit: (() => void | Promise<void>)[];
  /** Per-transaction collections of other platform parts, e.g. the live hints. */
  notes: Map<symbol, unknown>;
}

export const ambient = new AsyncLocalStorage<OpenTransaction | undefined>();
