import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Sweep, Sweeps } from '../platform/jobs/index.js';
import { RollUp } from './roll-up.service.js';

/** A report counts what changed since by itself, so this need not be soon. */
const EVERY_MS = 5_000;

@Injectable()
export class RollUpSchedule {
  private readonly work: Sweep;

  constructor(sweeps: Sweeps, rollUp: RollUp) {
    this.work = sweeps.add('report_roll_up', async () => (await rollUp.isBehind()) && rollUp.sweep());
  }

  @Interval(EVERY_MS)
  look(): Promise<void> {
    return this.work.tick();
  }
}
