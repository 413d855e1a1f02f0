import { Injectable } from '@nestjs/common';
import { Sweeps } from '../platform/jobs/index.js';
import { TimerSweep } from './sweep.service.js';
import { TimerRows } from './timer-rows.js';

@Injectable()
export class SweepSchedule {
  constructor(sweeps: Sweeps, timers: TimerSweep, rows: TimerRows) {
    sweeps.addDue('timers', {
      work: async () => void (await timers.sweep()),
      nearest: () => rows.nearest(),
    });
  }
}
