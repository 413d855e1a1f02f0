import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Config } from '../config/index.js';
import { Sweep } from './sweep.js';
import { Wakeups } from './wakeups.js';

/** Sweeps that run where ROLE runs jobs, listen to the wake-up of their name, and end with the program. */
@Injectable()
export class Sweeps implements BeforeApplicationShutdown {
  private readonly sweeps: Sweep[] = [];

  constructor(
    private readonly config: Config,
    private readonly wakeups: Wakeups,
  ) {}

  /** The room calls `tick()` on an @Interval; `Wakeups.wake(name)` ticks it at once. */
  add(name: string, work: () => Promise<boolean | void>): Sweep {
    const sweep = new Sweep(name, work);
    if (!this.config.runsJobs) void sweep.stop();
    this.sweeps.push(sweep);
    this.wakeups.on(name, () => void sweep.tick());
    return sweep;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.sweeps.map((sweep) => sweep.stop()));
  }
}
