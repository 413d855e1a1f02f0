import { Injectable } from '@nestjs/common';
import { Alerting } from './alerting.service.js';
import { Climbing } from './climbing.service.js';
import { TimerSweep } from './sweep.service.js';

/** What the schedules would do by now, done at once: for a demonstration that moves its clock. */
@Injectable()
export class DueWork {
  constructor(
    private readonly timers: TimerSweep,
    private readonly climbing: Climbing,
    private readonly alerting: Alerting,
  ) {}

  async settle(): Promise<void> {
    await this.timers.sweep();
    while (await this.climbing.sweep());
    while (await this.alerting.sweep());
  }
}
