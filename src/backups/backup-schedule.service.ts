import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Alarms } from '../platform/alarms/index.js';
import { Config } from '../platform/config/index.js';
import { Held } from '../platform/held/index.js';
import { BackupLog } from './backup-log.service.js';
import { Backups } from './backups.service.js';
import { type Place, placeOf } from './places/index.js';

declare module '../platform/alarms/index.js' {
  interface AlarmMap {
    /** `last` is null if none ever succeeded. */
    'backup.old': { last: string | null; every: string };
  }
}

const MINUTE_MS = 60_000;
const ALARM = 'backup';
/** One that failed is tried again ten minutes later, so at this age several have failed. */
const OLD_AFTER = 2;

@Injectable()
export class BackupSchedule {
  private readonly logger = new Logger(BackupSchedule.name);
  private underWay = false;

  constructor(
    private readonly config: Config,
    private readonly backups: Backups,
    private readonly log: BackupLog,
    private readonly alarms: Alarms,
    private readonly held: Held,
  ) {}

  @Interval(MINUTE_MS)
  async whenDue(): Promise<void> {
    const { backupEveryMs, runsJobs } = this.config;
    if (!runsJobs || this.underWay || (await this.held.isHeld())) return;
    this.underWay = true;
    try {
      if (backupEveryMs === undefined) await this.alarms.clear(ALARM);
      else await this.takeAndWatch(backupEveryMs);
    } finally {
      this.underWay = false;
    }
  }

  private async takeAndWatch(everyMs: number): Promise<void> {
    await this.takeDue(everyMs).catch((error: unknown) => this.logger.error(error));
    await this.watch(everyMs);
  }

  private async takeDue(everyMs: number): Promise<void> {
    const { backupTo = '.', backupPassPhrase: passPhrase } = this.config;
    const place = placeOf(backupTo, this.config);
    const taken = await this.backups.takeDue({ place, name: nameAt(new Date()) }, everyMs, { passPhrase });
    if (taken) await this.rotate(place);
  }

  /** Only what this installation's own schedule wrote is removed. */
  private async rotate(place: Place): Promise<void> {
    for (const { id, name } of await this.log.surplus(place.address, this.config.backupKeep)) {
      await place.remove(name);
      await this.log.removed(id);
    }
  }

  /** A new installation has time for its first one. */
  private async watch(everyMs: number): Promise<void> {
    const { last, first } = await this.log.since();
    const since = last ?? first;
    const old = since !== null && Date.now() - since.getTime() > OLD_AFTER * everyMs;
    const { backupEvery = '' } = this.config;
    if (old)
      await this.alarms.raise(ALARM, 'backup.old', { last: last?.toISOString() ?? null, every: backupEvery });
    else await this.alarms.clear(ALARM);
  }
}

function nameAt(now: Date): string {
  return `huiyin-${now.toISOString().slice(0, 19).replace(/[:T]/g, '-')}.backup`;
}
