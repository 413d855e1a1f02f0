import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Sweep, Sweeps } from '../platform/jobs/index.js';
import { TimerSweep } from './sweep.service.js';

/** Looks for due timers every second, where this process does later work. */
@Injectable()
export class SweepSchedule {
  private readonly sweep: Sweep;

  constructor(sweeps: Sweeps, timers: TimerSweep) {
    this.sweep = sweeps.add('timers', async () => void (await timers.sweep()));
  }

  @Interval(1_000)
  async tick(): Promise<void> {
    await this.sweep.tick();
  }
}
