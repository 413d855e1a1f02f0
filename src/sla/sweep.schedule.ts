import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock/index.js';
import { type Sweep, Sweeps } from '../platform/jobs/index.js';
import { Alarm } from './alarm.js';
import { TimerSweep } from './sweep.service.js';
import { TimerRows } from './timer-rows.js';

const AFTER_FAILURE_MS = 1_000;

/** Fires timers when the nearest of them is due, where this process does later work. */
@Injectable()
export class SweepSchedule implements BeforeApplicationShutdown {
  private readonly sweep: Sweep;
  private readonly alarm: Alarm;

  constructor(
    sweeps: Sweeps,
    private readonly clock: Clock,
    private readonly timers: TimerSweep,
    private readonly rows: TimerRows,
  ) {
    this.sweep = sweeps.add('timers', () => this.work());
    this.alarm = new Alarm(clock, () => void this.sweep.tick());
  }

  /** No query: only a look at the clock. */
  @Interval(1_000)
  check(): void {
    this.alarm.check();
  }

  beforeApplicationShutdown(): void {
    this.alarm.stop();
  }

  private async work(): Promise<void> {
    let next: Date | null = new Date(this.clock.now().getTime() + AFTER_FAILURE_MS);
    try {
      await this.timers.sweep();
      next = await this.rows.nearest();
    } finally {
      this.alarm.set(next);
    }
  }
}
