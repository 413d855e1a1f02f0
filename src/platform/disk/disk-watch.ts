import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Alarms } from '../alarms/index.js';
import { Config } from '../config/index.js';
import { Health } from '../http/index.js';

declare module '../alarms/index.js' {
  interface AlarmMap {
    'disk.low': { folder: string; freeMb: number };
  }
}

const MINUTE_MS = 60_000;
const MB = 1024 ** 2;
/** Each machine has a disk of its own. */
const ALARM = `disk ${hostname()}`;
/** With less than this share of the warning free, the process says that it is not ready. */
const LAST_SHARE = 16;

/** Warns before the disk of DATA_DIR is full, and says by readiness when it nearly is. */
@Injectable()
export class DiskWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private raised = false;

  constructor(
    private readonly config: Config,
    private readonly alarms: Alarms,
    private readonly health: Health,
  ) {}

  onApplicationBootstrap(): void {
    this.health.contribute('disk', () => this.requireRoom());
  }

  /** A machine that is gone for good must not leave its alarm behind. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.raised) await this.alarms.clear(ALARM);
  }

  @Interval(MINUTE_MS)
  async look(): Promise<void> {
    const { dataDir: folder, freeSpaceMb } = this.config;
    const freeMb = await this.free();
    const low = freeMb < freeSpaceMb;
    if (low) await this.alarms.raise(ALARM, 'disk.low', { folder, freeMb });
    else await this.alarms.clear(ALARM);
    this.raised = low;
  }

  private async requireRoom(): Promise<void> {
    const least = Math.floor(this.config.freeSpaceMb / LAST_SHARE);
    const freeMb = await this.free();
    if (freeMb < least) throw new Error(`Only ${freeMb} MB are free in ${this.config.dataDir}`);
  }

  /** Whole megabytes that this process may still write where DATA_DIR is. */
  private async free(): Promise<number> {
    const { bavail, bsize } = await statfsOf(this.config.dataDir);
    return Math.floor((bavail * bsize) / MB);
  }
}

/** The folder is made when something is first written to it, on the same disk as the one above it. */
async function statfsOf(folder: string): Promise<{ bavail: number; bsize: number }> {
  try {
    return await statfs(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error;
    return statfsOf(dirname(folder));
  }
}
