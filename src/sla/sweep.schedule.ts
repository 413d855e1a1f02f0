import { Injectable } from '@nestjs/common';
import { Sweeps } from '../platform/jobs/index.js';
import { Alerting } from './alerting.service.js';
import { Climbing } from './climbing.service.js';
import { TimerSweep } from './sweep.service.js';
import { TimerRows } from './timer-rows.js';

/** Fires timers, and takes the ladder's steps and tells the staff, where this process does later work. */
@Injectable()
export class SweepSchedule {
  constructor(
    sweeps: Sweeps,
    timers: TimerSweep,
    rows: TimerRows,
    private readonly climbing: Climbing,
    private readonly alerting: Alerting,
  ) {
    sweeps.addDue('timers', {
      work: async () => void (await timers.sweep()),
      nearest: () => rows.nearest(),
    });
    sweeps.addDue('escalations', {
      work: () => this.escalate(),
      nearest: () => climbing.nearest(),
    });
  }

  private async escalate(): Promise<boolean> {
    const more = await this.climbing.sweep();
    const untold = await this.alerting.sweep();
    return more || untold;
  }
}
