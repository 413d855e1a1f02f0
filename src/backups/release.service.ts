import { Injectable } from '@nestjs/common';
import { DELIVERIES_DUE, RestoredDeliveries } from '../delivery/index.js';
import { Database } from '../platform/database/index.js';
import type { Actor } from '../platform/events/index.js';
import { Held, HELD_CHANGED } from '../platform/held/index.js';
import { Conflict } from '../platform/http/index.js';
import { Wakeups } from '../platform/jobs/index.js';

/** `ran_on`: the original went on after the backup was taken. `stopped`: it was stopped before, for a move. */
export type OriginalHas = 'ran_on' | 'stopped';

/** Says which of two copies of an installation lives. The other one must be stopped, or held. */
@Injectable()
export class Release {
  constructor(
    private readonly database: Database,
    private readonly held: Held,
    private readonly deliveries: RestoredDeliveries,
    private readonly wakeups: Wakeups,
  ) {}

  async hold(by?: Actor): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.held.hold(by))) throw new Conflict('held_already');
      this.wakeups.wake(HELD_CHANGED);
    });
  }

  /**
   * This copy sends from now on. Returns how many messages are in doubt: where the original ran on, it may have sent
   * what was planned in the backup.
   */
  async release(original: OriginalHas, by?: Actor): Promise<number> {
    return this.database.transaction(async () => {
      const hold = await this.held.release(by);
      if (!hold) throw new Conflict('not_held');
      const { takenAt } = hold;
      const doubtful = takenAt && original === 'ran_on' ? await this.deliveries.doubt(takenAt) : 0;
      this.wakeups.wake(HELD_CHANGED);
      this.wakeups.wake(DELIVERIES_DUE);
      return doubtful;
    });
  }
}
