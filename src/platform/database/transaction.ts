import { AsyncLocalStorage } from 'node:async_hooks';
import type { QueryRunner } from 'typeorm';

/** The transaction is found through the call chain, so parallel transactions do not mix. */
export interface OpenTransaction {
  runner: QueryRunner;
  /** The answers to statements that nobody waited for yet. */
  sent: Promise<unknown>[];
  /** Work that takes locks which others soon need, so it runs last. */
  beforeCommit: (() => Promise<void>)[];
  afterCommit: (() => void | Promise<void>)[];
  notes: Map<symbol, unknown>;
}

export const ambient = new AsyncLocalStorage<OpenTransaction | undefined>();
