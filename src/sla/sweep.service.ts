import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database } from '../platform/database/index.js';
import { Live } from '../platform/live/index.js';
import { Lateness } from './lateness.service.js';
import type { Timer } from './timer.js';
import { TimerRows } from './timer-rows.js';

const BATCH = 500;

@Injectable()
export class TimerSweep {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rows: TimerRows,
    private readonly live: Live,
    private readonly lateness: Lateness,
  ) {}

  /**
   * Returns how many timers fired, oldest first. A timer that fails stays due and does not hold up the
   * others; its error is thrown at the end.
   */
  async sweep(): Promise<number> {
    const stuck = new Map<string, unknown>();
    const { fired, failed } = await this.batch(BATCH, stuck);
    const more = failed || fired === BATCH ? await this.catchUp(stuck) : 0;
    if (stuck.size > 0)
      throw new AggregateError([...stuck.values()], `timers ${[...stuck.keys()].join(', ')} stay due`);
    return fired + more;
  }

  /**
   * The next batch is computed while the database writes one. Rows that one loop locked against the other are
   * fired last.
   */
  private async catchUp(stuck: Map<string, unknown>): Promise<number> {
    const [some, others] = await Promise.all([this.rest(stuck), this.rest(stuck)]);
    return some + others + (await this.rest(stuck));
  }

  /** After a batch that failed, timers are fired one by one until the failing one is found. */
  private async rest(stuck: Map<string, unknown>): Promise<number> {
    let fired = 0;
    let limit = BATCH;
    for (let more = true; more;) {
      const batch = await this.batch(limit, stuck);
      fired += batch.fired;
      more = batch.failed || batch.fired === limit;
      if (batch.failed) limit = limit === 1 ? BATCH : 1;
    }
    return fired;
  }

  private async batch(
    limit: number,
    stuck: Map<string, unknown>,
  ): Promise<{ fired: number; failed: boolean }> {
    let claimed: Timer[] = [];
    try {
      await this.database.transaction(async () => {
        const now = this.clock.now();
        claimed = await this.rows.due(now, limit, [...stuck.keys()]);
        await this.fire(claimed, now);
      });
      return { fired: claimed.length, failed: false };
    } catch (error) {
      const [only] = claimed;
      if (!only) throw error;
      if (limit === 1) stuck.set(String(only.row.id), error);
      return { fired: 0, failed: true };
    }
  }

  private async fire(timers: Timer[], now: Date): Promise<void> {
    for (const timer of timers) timer.fire(now);
    await this.rows.save(timers);
    await this.lateness.observe(timers);
    for (const { row } of timers) {
      const departments = [...new Set([row.departmentId, row.ticketDepartmentId])];
      this.live.changed({ ticket: row.ticketId, departments });
    }
  }
}
