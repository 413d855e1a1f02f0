import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { FileCleaning } from '../platform/files/index.js';
import { erasing, pathsOf } from './erased-rows.js';
import type { Person } from './person.service.js';

/** How many rows of each kind lost their words. It holds no personal data. */
export type Removed = Record<string, number>;

export interface TakenOut {
  removed: Removed;
  /** These files may now be named by nothing. */
  paths: string[];
}

@Injectable()
export class TakingOut {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly files: FileCleaning,
  ) {}

  /** Runs in the transaction of the erasure, which alone may take words out of events. */
  async rows(person: Person): Promise<TakenOut> {
    const paths = await this.database.rows<{ path: string }>(pathsOf(person));
    await this.database.rows(sql`select set_config('huiyin.erasing', 'yes', true)`);
    const removed: Removed = {};
    for (const [what, statement] of erasing(person, this.clock.now())) {
      const count = await this.database.run(statement);
      if (count > 0) removed[what] = count;
    }
    await this.database.rows(sql`select set_config('huiyin.erasing', '', true)`);
    return { removed, paths: paths.map(({ path }) => path) };
  }

  /** Runs after the commit. A file that another message has as well stays. */
  async forget({ paths }: TakenOut): Promise<void> {
    await this.files.forget(paths);
  }
}
