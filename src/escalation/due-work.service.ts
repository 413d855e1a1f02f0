import { Injectable } from '@nestjs/common';
import { Alerting } from './alerting.service.js';
import { EscalationRun } from './escalation-run.service.js';
import { TimerSweep } from '../sla/index.js';

/** When a demonstration moves its clock, this does at once what would have happened meanwhile. */
@Injectable()
export class DueWork {
  constructor(
    private readonly timers: TimerSweep,
    private readonly run: EscalationRun,
    private readonly alerting: Alerting,
  ) {}

  async settle(): Promise<void> {
    await this.timers.sweep();
    while (await this.run.sweep());
    while (await this.alerting.sweep());
  }
}
