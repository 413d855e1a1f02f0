import { hostname } from 'node:os';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Alarms } from '../alarms/index.js';
import { Config } from '../config/index.js';
import { Health } from '../http/index.js';
import { diskOf, freeBytes } from './free-bytes.js';

declare module '../alarms/index.js' {
  interface AlarmMap {
    'disk.low': { folder: string; freeMb: number };
  }
}

const MINUTE_MS = 60_000;
const MB = 1024 ** 2;
/** Each machine has disks of its own. */
const OF_DATA = `disk ${hostname()}`;
const OF_BACKUPS = `disk of backups ${hostname()}`;
/** With less than this share of the warning free, the process says that it is not ready. */
const LAST_SHARE = 16;

/** Warns before the disk of DATA_DIR or of BACKUP_TO is full, and says by readiness when that of DATA_DIR nearly is. */
@Injectable()
export class DiskWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly raised = new Set<string>();

  constructor(
    private readonly config: Config,
    private readonly alarms: Alarms,
    private readonly health: Health,
  ) {}

  onApplicationBootstrap(): void {
    this.health.contribute('disk', () => this.requireRoom());
  }

  /** A machine that is gone for good must not leave its alarms behind. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const alarm of this.raised) await this.alarms.clear(alarm);
  }

  @Interval(MINUTE_MS)
  async look(): Promise<void> {
    const { dataDir, backupFolder, leads, runsJobs } = this.config;
    if (!leads) return;
    await this.lookAt(OF_DATA, dataDir);
    const apart = backupFolder !== undefined && (await diskOf(backupFolder)) !== (await diskOf(dataDir));
    // A process that takes no backups may have another disk at that path.
    if (runsJobs && apart) await this.lookAt(OF_BACKUPS, backupFolder);
  }

  private async lookAt(alarm: string, folder: string): Promise<void> {
    const freeMb = await freeMbIn(folder);
    if (freeMb < this.config.freeSpaceMb) {
      await this.alarms.raise(alarm, 'disk.low', { folder, freeMb });
      this.raised.add(alarm);
    } else {
      await this.alarms.clear(alarm);
      this.raised.delete(alarm);
    }
  }

  private async requireRoom(): Promise<void> {
    const least = Math.floor(this.config.freeSpaceMb / LAST_SHARE);
    const freeMb = await freeMbIn(this.config.dataDir);
    if (freeMb < least) throw new Error(`Only ${freeMb} MB are free in ${this.config.dataDir}`);
  }
}

async function freeMbIn(folder: string): Promise<number> {
  return Math.floor((await freeBytes(folder)) / MB);
}
