import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock/index.js';
import { type Sweep, Sweeps } from '../platform/jobs/index.js';
import { Alarm } from './alarm.js';
import { Alerting } from './alerting.service.js';
import { Climbing } from './climbing.service.js';

const AFTER_FAILURE_MS = 1_000;

/** Takes the ladder's steps and tells the staff, where this process does later work. */
@Injectable()
export class LadderSchedule implements BeforeApplicationShutdown {
  private readonly sweep: Sweep;
  private readonly alarm: Alarm;

  constructor(
    sweeps: Sweeps,
    private readonly clock: Clock,
    private readonly climbing: Climbing,
    private readonly alerting: Alerting,
  ) {
    this.sweep = sweeps.add('escalations', () => this.work());
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

  private async work(): Promise<boolean> {
    let next: Date | null = new Date(this.clock.now().getTime() + AFTER_FAILURE_MS);
    try {
      const more = await this.climbing.sweep();
      const untold = await this.alerting.sweep();
      next = await this.climbing.nearest();
      return more || untold;
    } finally {
      this.alarm.set(next);
    }
  }
}
