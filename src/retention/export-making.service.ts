import { Injectable } from '@nestjs/common';
import { SealedPushes } from '../conversations/index.js';
import { Database, sql } from '../platform/database/index.js';
import { FileCleaning, FileStore } from '../platform/files/index.js';
import { Job } from '../platform/jobs/index.js';
import { Archives } from './archive.service.js';
import { Persons } from './person.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'retention.export': { exportId: string };
  }
}

export const EXPORT_DAYS = 7;

@Injectable()
export class ExportMaking {
  constructor(
    private readonly database: Database,
    private readonly store: FileStore,
    private readonly files: FileCleaning,
    private readonly persons: Persons,
    private readonly archives: Archives,
    private readonly sealed: SealedPushes,
  ) {}

  /** Somebody may erase the person while the archive is made, and then it goes at once. */
  @Job('retention.export')
  async make({ exportId }: { exportId: string }): Promise<void> {
    const asked = await this.database.maybe<{ customerId: string }>(
      sql`select customer_id from person_export where id = ${exportId} and state = 'waiting'`,
    );
    if (!asked) return;
    await this.sealed.open();
    const { bytes, files } = await this.archives.of(await this.persons.find(asked.customerId));
    const { path } = await this.store.keep(bytes);
    const wanted = await this.database.run(sql`
      update person_export
         set state = 'done', path = ${path}, bytes = ${bytes.length}, files = ${files}, done_at = clock_timestamp(),
             expires_at = clock_timestamp() + make_interval(days => ${EXPORT_DAYS})
       where id = ${exportId} and state = 'waiting'`);
    if (wanted === 0) await this.files.forget([path]);
  }
}
