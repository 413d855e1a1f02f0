import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Alarms } from '../platform/alarms/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { ClockSamples } from './clock-samples.js';
import { type Heard, heardAt } from './heard.js';

declare module '../platform/alarms/index.js' {
  interface AlarmMap {
    /** `aheadS` says how many seconds the provider's clock goes ahead of ours. It is negative if ours goes ahead. */
    'account.clock': { account: string; name: string; aheadS: number };
  }
}

const MINUTE_MS = 60_000;
const FORGOTTEN = '1 day';
/** From this difference on somebody should set a clock right, although it is taken into account. */
const TOLD_FROM_MS = 30_000;

/**
 * Measures how much the clocks of the providers and ours differ. Every process measures with the pushes that it
 * receives, and reads once a minute what the others found.
 */
@Injectable()
export class ProviderClocks implements OnApplicationBootstrap {
  private readonly samples = new Map<string, ClockSamples>();
  private known = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly alarms: Alarms,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.read();
  }

  /** Converts the provider's time of a push to our clock. */
  heard(accountId: string, told: Date, receivedAt = this.clock.now()): Heard {
    return heardAt({ told, receivedAt, aheadMs: this.aheadMs(accountId) });
  }

  note(accountId: string, told: Date): void {
    const samples = this.samples.get(accountId) ?? new ClockSamples();
    this.samples.set(accountId, samples);
    samples.add(told, this.clock.now());
  }

  @Interval(MINUTE_MS)
  async compare(): Promise<void> {
    for (const [accountId, { aheadMs, count }] of this.samples)
      if (aheadMs !== undefined) await this.write(accountId, aheadMs, count);
    await this.read();
  }

  private aheadMs(accountId: string): number {
    return this.samples.get(accountId)?.aheadMs ?? this.known.get(accountId) ?? 0;
  }

  private async write(accountId: string, aheadMs: number, count: number): Promise<void> {
    const { key, name } = await this.database.one<{ key: string; name: string }>(sql`
      with measured as (
        insert into provider_clock (account_id, ahead_ms, pushes, measured_at)
        values (${accountId}, ${aheadMs}, ${count}, ${this.clock.now()})
        on conflict (account_id) do update
          set ahead_ms = excluded.ahead_ms, pushes = excluded.pushes, measured_at = excluded.measured_at
      )
      select key, name from channel_account where id = ${accountId}`);
    const alarm = `account.clock:${accountId}`;
    if (Math.abs(aheadMs) < TOLD_FROM_MS) await this.alarms.clear(alarm);
    else
      await this.alarms.raise(alarm, 'account.clock', {
        account: key,
        name,
        aheadS: Math.round(aheadMs / 1000),
      });
  }

  private async read(): Promise<void> {
    const rows = await this.database.rows<{ accountId: string; aheadMs: number }>(sql`
      select account_id, ahead_ms from provider_clock
       where measured_at > ${this.clock.now()}::timestamptz - ${FORGOTTEN}::interval`);
    this.known = new Map(rows.map(({ accountId, aheadMs }) => [accountId, aheadMs]));
  }
}
