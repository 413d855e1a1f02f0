import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';

/**
 * A due delivery may have to wait for another delivery or for its account. It is looked at again after this
 * pause.
 */
const HELD_MS = 1_000;

@Injectable()
export class DeliveryTimes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async due(): Promise<Date | null> {
    const now = this.clock.now();
    const held = new Date(now.getTime() + HELD_MS);
    const { at } = await this.database.one<{ at: Date | null }>(sql`
      select greatest(min(due_at), case when min(due_at) <= ${now} then ${held}::timestamptz end) as at
        from delivery where state = 'planned' and due_at is not null`);
    return at;
  }

  /** Leases run on real time, so the end is converted to the time of the business clock. */
  async leaseEnd(): Promise<Date | null> {
    const { at } = await this.database.one<{ at: Date | null }>(sql`
      select min(lease_until) as at from delivery where state = 'sending' and joined_to is null`);
    return at && new Date(at.getTime() + this.clock.aheadMs);
  }
}
