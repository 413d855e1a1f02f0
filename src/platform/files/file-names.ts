import { Injectable } from '@nestjs/common';
import { Database, sql, type Sql } from '../database/index.js';

const lockOf = (path: Sql): Sql => sql`hashtextextended(${path}, 41)`;

/**
 * A file is kept first and named by a row later. Between the two, the last other row that named the same content may go,
 * and the file with it. Whoever names a file and whoever removes one therefore wait for each other.
 */
@Injectable()
export class FileNames {
  constructor(private readonly database: Database) {}

  /**
   * Runs in the transaction that is about to name the files, until whose end none of them is removed. Returns those that
   * may have been removed since they were kept: they have to be kept again.
   */
  async claim(paths: string[]): Promise<Set<string>> {
    await this.database.run(sql`
      select pg_advisory_xact_lock_shared(${lockOf(sql`path`)})
        from (select unnest(${paths}::text[]) path order by 1) claimed`);
    const gone = await this.database.rows<{ path: string }>(sql`
      select path from forgotten_file where path = any(${paths}::text[])`);
    return new Set(gone.map(({ path }) => path));
  }

  /** Runs `remove` while nobody is about to name the file. */
  removing(path: string, remove: () => Promise<boolean>): Promise<boolean> {
    return this.database.transaction(async () => {
      await this.database.run(sql`select pg_advisory_xact_lock(${lockOf(sql`${path}`)})`);
      const removed = await remove();
      if (removed)
        await this.database.run(sql`
          insert into forgotten_file (path) values (${path})
          on conflict (path) do update set removed_at = excluded.removed_at`);
      return removed;
    });
  }

  async forgetOld(): Promise<void> {
    await this.database.run(
      sql`delete from forgotten_file where removed_at < clock_timestamp() - interval '1 day'`,
    );
  }
}
