import { join, resolve } from 'node:path';
import { rm } from 'node:fs/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { STORED_PATHS } from '../conversations/index.js';
import { Alarms } from '../platform/alarms/index.js';
import { Config, secretKeys } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { FileStore } from '../platform/files/index.js';
import { Held } from '../platform/held/index.js';
import { takeBackup, type Taken } from './backup.js';
import { BackupLog } from './backup-log.service.js';
import { FileTarget } from './file-target.js';

declare module '../platform/alarms/index.js' {
  interface AlarmMap {
    /** `last` is null if none ever succeeded. */
    'backup.old': { last: string | null; every: string };
  }
}

const MINUTE_MS = 60_000;
const SEEN_EVERY_MS = 30_000;
const ALARM = 'backup';
/** One that failed is tried again ten minutes later, so at this age several have failed. */
const OLD_AFTER = 2;

@Injectable()
export class BackupSchedule {
  private readonly logger = new Logger(BackupSchedule.name);
  private underWay = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly files: FileStore,
    private readonly log: BackupLog,
    private readonly alarms: Alarms,
    private readonly held: Held,
  ) {}

  @Interval(MINUTE_MS)
  async whenDue(): Promise<void> {
    const { backupEveryMs, runsJobs } = this.config;
    if (!runsJobs || backupEveryMs === undefined || this.underWay || (await this.held.isHeld())) return;
    this.underWay = true;
    try {
      await this.takeDue(backupEveryMs);
      await this.watch(backupEveryMs);
    } finally {
      this.underWay = false;
    }
  }

  /** Returns undefined if none was due. */
  async takeDue(everyMs: number): Promise<Taken | undefined> {
    const name = nameAt(new Date());
    const place = this.place;
    const id = await this.log.beginDue({ name, place, encrypted: this.encrypts }, everyMs);
    if (id === undefined) return undefined;
    try {
      const taken = await this.take(join(place, name), id);
      await this.log.done(id, taken);
      await this.rotate(place);
      return taken;
    } catch (error) {
      this.logger.error(error);
      await this.log.failed(id, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  private get place(): string {
    return resolve(this.config.backupTo ?? '.');
  }

  private get encrypts(): boolean {
    return this.config.backupPassPhrase !== undefined;
  }

  private async take(path: string, id: string): Promise<Taken> {
    const target = await FileTarget.open(path);
    const seen = setInterval(() => void this.log.seen(id).catch(() => undefined), SEEN_EVERY_MS);
    try {
      const { url } = this.database;
      const original = { url, files: this.files, paths: STORED_PATHS, keys: secretKeys(this.config) };
      const taken = await takeBackup(original, target.out, { passPhrase: this.config.backupPassPhrase });
      await target.keep();
      return taken;
    } catch (error) {
      await target.discard();
      throw error;
    } finally {
      clearInterval(seen);
    }
  }

  /** Only what this installation's own schedule wrote is removed. */
  private async rotate(place: string): Promise<void> {
    for (const { id, name } of await this.log.surplus(place, this.config.backupKeep)) {
      await rm(join(place, name), { force: true });
      await this.log.removed(id);
    }
  }

  /** A new installation has time for its first one. */
  private async watch(everyMs: number): Promise<void> {
    const last = await this.log.lastDone();
    const since = last ?? (await this.log.latest(1))[0]?.startedAt;
    const old = since !== undefined && Date.now() - since.getTime() > OLD_AFTER * everyMs;
    const { backupEvery = '' } = this.config;
    if (old)
      await this.alarms.raise(ALARM, 'backup.old', { last: last?.toISOString() ?? null, every: backupEvery });
    else await this.alarms.clear(ALARM);
  }
}

function nameAt(now: Date): string {
  return `huiyin-${now.toISOString().slice(0, 19).replace(/[:T]/g, '-')}.backup`;
}
