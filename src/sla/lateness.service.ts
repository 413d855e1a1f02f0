import { Injectable, Logger } from '@nestjs/common';
import type { Histogram } from 'prom-client';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Health, Metrics } from '../platform/http/index.js';
import type { Timer } from './timer.js';

/** Later than this is a fault of the installation, and said. */
export const ALARMING_MS = 30_000;
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

/** How late warnings and breaches are noticed: counted, and alarmed above 30 s. */
@Injectable()
export class Lateness {
  private readonly logger = new Logger('Timers');
  private readonly histogram: Histogram;

  constructor(
    config: Config,
    metrics: Metrics,
    health: Health,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    const help = 'How long after their time warnings and breaches were noticed';
    this.histogram = metrics.histogram('sla_firing_lateness_seconds', help, [], BUCKETS);
    if (config.runsJobs) health.contribute('timers', () => this.requirePunctual());
  }

  /** Timers that were just fired. */
  observe(timers: readonly Timer[]): void {
    const late = timers.map(({ row }) => row.firedLateMs).filter((lateMs) => lateMs !== null);
    for (const lateMs of late) this.histogram.observe(lateMs / 1000);
    const alarming = late.filter((lateMs) => lateMs > ALARMING_MS);
    if (alarming.length === 0) return;
    const worst = Math.round(Math.max(...alarming) / 1000);
    this.logger.warn(`${alarming.length} timers fired more than 30 s late, the latest by ${worst} s`);
  }

  private async requirePunctual(): Promise<void> {
    const { oldest } = await this.database.one<{ oldest: Date | null }>(
      sql`select min(next_fire_at) as oldest from timer where state = 'running' and next_fire_at is not null`,
    );
    const lateMs = oldest ? this.clock.now().getTime() - oldest.getTime() : 0;
    if (lateMs > ALARMING_MS) throw new Error(`a timer has been due for ${Math.round(lateMs / 1000)} s`);
  }
}
