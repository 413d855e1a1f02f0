import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';

/** What is due and waits for another delivery, or for an account that has enough under way, is asked for again. */
const HELD_MS = 1_000;

/** When there is something to do for deliveries; null where nothing is planned. */
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

  /** Leases run on real time: the answer is when that will be by the business clock. */
  async leaseEnd(): Promise<Date | null> {
    const { at } = await this.database.one<{ at: Date | null }>(sql`
      select min(lease_until) as at from delivery where state = 'sending' and joined_to is null`);
    return at && new Date(at.getTime() + this.clock.aheadMs);
  }
}
