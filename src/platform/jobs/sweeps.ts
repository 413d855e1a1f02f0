import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { Config } from '../config/index.js';
import { Alarm } from './alarm.js';
import { Sweep } from './sweep.js';
import { Wakeups } from './wakeups.js';

const CHECK_MS = 1_000;
const AFTER_FAILURE_MS = 1_000;

export interface Due {
  work(): Promise<boolean | void>;
  /** Returns business time, or null if no row is due. */
  nearest(): Promise<Date | null>;
}

@Injectable()
export class Sweeps implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sweeps: Sweep[] = [];
  private readonly alarms: Alarm[] = [];
  private checking?: NodeJS.Timeout;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly wakeups: Wakeups,
  ) {}

  add(name: string, work: () => Promise<boolean | void>): Sweep {
    const sweep = new Sweep(name, work);
    if (!this.config.runsJobs) void sweep.stop();
    this.sweeps.push(sweep);
    this.wakeups.on(name, () => void sweep.tick());
    return sweep;
  }

  /** The sweep also runs now and then in case the hint of a nearer row was lost. */
  addDue(name: string, due: Due): Sweep {
    const alarm = new Alarm(this.clock, () => void sweep.tick());
    const sweep = this.add(name, async () => {
      let next: Date | null = new Date(this.clock.now().getTime() + AFTER_FAILURE_MS);
      try {
        const more = await due.work();
        next = await due.nearest();
        return more;
      } finally {
        alarm.set(next);
      }
    });
    this.alarms.push(alarm);
    return sweep;
  }

  onApplicationBootstrap(): void {
    if (!this.config.runsJobs) return;
    this.checking = setInterval(() => this.alarms.forEach((alarm) => alarm.check()), CHECK_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.checking);
    await Promise.all(this.sweeps.map((sweep) => sweep.stop()));
    for (const alarm of this.alarms) alarm.stop();
  }
}
