import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { LOOK_AGAIN_MS, Wakeups } from '../platform/jobs/index.js';
import type { Timer } from './timer.js';

/** Wakes those who fire timers for one that is due before they would look again. */
@Injectable()
export class TimerAlarm {
  constructor(
    private readonly clock: Clock,
    private readonly wakeups: Wakeups,
  ) {}

  /** In the transaction that saves them. */
  notice(timers: readonly Timer[]): void {
    const horizon = this.clock.now().getTime() + LOOK_AGAIN_MS;
    const isNear = ({ row: { nextFireAt } }: Timer) => nextFireAt !== null && nextFireAt.getTime() <= horizon;
    if (timers.some(isNear)) this.wakeups.wake('timers');
  }
}
