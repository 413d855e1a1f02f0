import { Injectable, Logger } from '@nestjs/common';
import type { Histogram } from 'prom-client';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Health, Metrics } from '../platform/http/index.js';
import { LateFirings } from './late-firings.service.js';
import type { Timer } from './timer.js';

const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

/** If a warning or breach is noticed later than this, something is wrong with the installation. */
export const ALARMING_MS = 30_000;

@Injectable()
export class Lateness {
  private readonly logger = new Logger('Timers');
  private readonly histogram: Histogram;

  constructor(
    config: Config,
    metrics: Metrics,
    health: Health,
    private readonly clock: Clock,
    private readonly late: LateFirings,
  ) {
    const help = 'How long after their time warnings and breaches were noticed';
    this.histogram = metrics.histogram('sla_firing_lateness_seconds', help, [], BUCKETS);
    if (config.role !== 'web') health.contribute('timers', () => this.requirePunctual());
  }

  async observe(timers: readonly Timer[]): Promise<void> {
    const late = timers.map(({ row }) => row.firedLateMs).filter((lateMs) => lateMs !== null);
    for (const lateMs of late) this.histogram.observe(lateMs / 1000);
    const alarming = late.filter((lateMs) => this.isAlarming(lateMs));
    if (alarming.length === 0) return;
    const worstMs = Math.max(...alarming);
    await this.late.add(alarming.length, worstMs);
    const worst = Math.round(worstMs / 1000);
    this.logger.warn(`${alarming.length} timers fired more than 30 s late, the latest by ${worst} s`);
  }

  /** Nobody is late if a demonstration has moved its clock past the due time. */
  private isAlarming(lateMs: number): boolean {
    return lateMs > ALARMING_MS && lateMs < this.clock.steadyMs;
  }

  private async requirePunctual(): Promise<void> {
    const lateMs = await this.late.owedMs();
    if (this.isAlarming(lateMs)) throw new Error(`a timer has been due for ${Math.round(lateMs / 1000)} s`);
  }
}
