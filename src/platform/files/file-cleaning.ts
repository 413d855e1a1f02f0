import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DateTime } from 'luxon';
import { Config } from '../config/index.js';
import { FileNames } from './file-names.js';
import { FileOwners } from './file-owners.js';
import { FileStore, isDraft } from './file-store.js';

const HOUR_MS = 3_600_000;
const AT_NIGHT = 4;
/** A file is kept before the row that names it is written, and drafts may be under way. */
const GRACE_MS = 24 * HOUR_MS;
const BATCH = 500;

/** Removes drafts that were never finished and files that no row names. Files go by real time. */
@Injectable()
export class FileCleaning {
  private readonly logger = new Logger(FileCleaning.name);

  constructor(
    private readonly config: Config,
    private readonly store: FileStore,
    private readonly owners: FileOwners,
    private readonly names: FileNames,
  ) {}

  @Interval(HOUR_MS)
  async whenDue(): Promise<void> {
    const { hour } = DateTime.now().setZone(this.config.timeZone);
    if (!this.config.runsJobs || hour !== AT_NIGHT) return;
    const removed = await this.clean(new Date(Date.now() - GRACE_MS));
    await this.names.forgetOld();
    if (removed > 0) this.logger.log(`${removed} files that nothing names were removed`);
  }

  /** Leaves alone what was written after `since`. */
  async clean(since: Date): Promise<number> {
    if (!this.owners.known) return 0;
    let removed = 0;
    let batch: string[] = [];
    for await (const { path, changedAt } of this.store.list()) {
      if (changedAt <= since) batch.push(path);
      if (batch.length < BATCH) continue;
      removed += await this.removeUnnamed(batch, since);
      batch = [];
    }
    return removed + (await this.removeUnnamed(batch, since));
  }

  /** Removes at once what no row names any more, and waits for whoever is about to name it. */
  async forget(paths: string[]): Promise<number> {
    let removed = 0;
    for (const path of new Set(paths)) {
      const gone = await this.names.removing(
        path,
        async () => (await this.removeUnnamed([path], new Date())) > 0,
      );
      removed += gone ? 1 : 0;
    }
    return removed;
  }

  private async removeUnnamed(paths: string[], since: Date): Promise<number> {
    const named = await this.owners.named(paths.filter((path) => !isDraft(path)));
    const removed = await Promise.all(
      paths.filter((path) => !named.has(path)).map((path) => this.store.remove(path, since)),
    );
    return removed.filter(Boolean).length;
  }
}
