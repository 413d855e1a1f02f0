import { AsyncLocalStorage } from 'node:async_hooks';
import type { Sql } from 'sql-template-tag';
import type { DataSource, QueryRunner } from 'typeorm';

interface Burst {
  runner: QueryRunner | undefined;
  running: number;
}

export interface Outcome {
  records: unknown[];
  affected?: number;
}

/**
 * What one request asks at the same time, outside a transaction, goes over one connection, so that it travels in one
 * write. It is answered in turn there, and no request waits for the statements of another.
 */
export class Bursts {
  private readonly current = new AsyncLocalStorage<Burst>();

  constructor(private readonly source: DataSource) {}

  within<T>(work: () => T): T {
    return this.current.run({ runner: undefined, running: 0 }, work);
  }

  async ask({ text, values }: Sql): Promise<Outcome> {
    const burst = this.current.getStore() ?? { runner: undefined, running: 0 };
    const runner = (burst.runner ??= this.source.createQueryRunner());
    burst.running += 1;
    try {
      return await runner.query(text, values, true);
    } finally {
      burst.running -= 1;
      if (burst.running === 0) {
        burst.runner = undefined;
        await runner.release();
      }
    }
  }
}
