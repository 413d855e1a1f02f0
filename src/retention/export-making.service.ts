import { Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { FileCleaning, FileNames, FileStore, inWorkFolder } from '../platform/files/index.js';
import { Job } from '../platform/jobs/index.js';
import { type Archive, Archives } from './archive.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'retention.export': { exportId: string };
  }
}

export const EXPORT_DAYS = 7;

@Injectable()
export class ExportMaking {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: FileStore,
    private readonly names: FileNames,
    private readonly files: FileCleaning,
    private readonly archives: Archives,
  ) {}

  /** Somebody may erase the person while the archive is made, and then it goes at once. */
  @Job('retention.export')
  async make({ exportId }: { exportId: string }): Promise<void> {
    const asked = await this.database.maybe<{ customerId: string }>(
      sql`select customer_id from person_export where id = ${exportId} and state = 'waiting'`,
    );
    if (!asked) return;
    await inWorkFolder(this.config, async (folder) => {
      const file = join(folder, 'archive.tar.gz');
      const archive = await this.archives.write(asked.customerId, createWriteStream(file, { mode: 0o600 }));
      const { path } = await this.store.keepFile(file);
      const wanted = await this.database.transaction(async () => {
        const gone = await this.names.claim([path]);
        if (gone.has(path)) await this.store.keepFile(file);
        return this.name(exportId, { ...archive, path });
      });
      if (!wanted) await this.files.forget([path]);
    });
  }

  private async name(exportId: string, { path, bytes, files }: Archive & { path: string }): Promise<boolean> {
    const named = await this.database.run(sql`
      update person_export
         set state = 'done', path = ${path}, bytes = ${bytes}, files = ${files}, done_at = clock_timestamp(),
             expires_at = clock_timestamp() + make_interval(days => ${EXPORT_DAYS})
       where id = ${exportId} and state = 'waiting'`);
    return named > 0;
  }
}
