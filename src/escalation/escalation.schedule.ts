import { Injectable } from '@nestjs/common';
import { Sweeps } from '../platform/jobs/index.js';
import { Alerting } from './alerting.service.js';
import { EscalationRun } from './escalation-run.service.js';

@Injectable()
export class EscalationSchedule {
  constructor(
    sweeps: Sweeps,
    private readonly run: EscalationRun,
    private readonly alerting: Alerting,
  ) {
    sweeps.addDue('escalations', { work: () => this.sweep(), nearest: () => run.nearest() });
  }

  private async sweep(): Promise<boolean> {
    const more = await this.run.sweep();
    const untold = await this.alerting.sweep();
    return more || untold;
  }
}
