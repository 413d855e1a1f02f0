import { Injectable } from '@nestjs/common';
import { SealedPushes } from '../conversations/index.js';
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
    private readonly sealed: SealedPushes,
  ) {}

  /** Runs before: what was kept encrypted is found only if it can be read. */
  begin(): Promise<void> {
    return this.sealed.open();
  }

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

  /** A name that was kept for pushes which nobody could read goes with the last of them. */
  async forgetNames(): Promise<void> {
    await this.database.run(sql`
      delete from erased_contact c where not exists (
        select from inbound_envelope e
         where e.sealed and e.account_id = c.account_id and e.received_at <= c.erased_at)`);
  }
}
