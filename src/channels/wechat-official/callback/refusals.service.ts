import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import { Metrics } from '../../../platform/http/index.js';
import type { RefusalReason } from './refusal.js';
import { SelfTestListening } from '../self-test/listening.service.js';
import { Tallies } from '../tallies.service.js';

/** Callbacks are never rate-limited, so refused ones are counted to stay visible. */
@Injectable()
export class Refusals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly tallies: Tallies,
    private readonly tests: SelfTestListening,
  ) {}

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
