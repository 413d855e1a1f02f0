import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import { Metrics } from '../../../platform/http/index.js';
import type { RefusalReason } from './refusal.js';
import { SelfTestListening } from '../self-test/listening.service.js';
import { Tallies } from '../tallies.service.js';

/**
 * Counts the callbacks that were turned away, by reason. Callbacks are never rate-limited, but refusals stay visible.
 */
@Injectable()
export class Refusals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly tallies: Tallies,
    private readonly tests: SelfTestListening,
  ) {}

  /** `key` belongs to the account that was called. */
  async count(reason: RefusalReason, key: string): Promise<void> {
    await this.tallies.countByKey(key, 'turned_away', reason);
    await this.tests.turnedAway(key, reason);
    this.metrics
      .counter('huiyin_callback_refusals_total', 'Callbacks turned away', ['reason'])
      .inc({ reason });
    const day = this.clock.now().toISOString().slice(0, 10);
    await this.database.run(sql`
      insert into refusal_count (day, reason, count) values (${day}, ${`wechat.${reason}`}, 1)
      on conflict (day, reason) do update set count = refusal_count.count + 1`);
  }
}
