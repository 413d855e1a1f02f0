import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import type { DeliveryFact } from './events.js';
import { DELIVERIES_DUE } from './outbox.service.js';

/** What a person decides about a delivery. Callers have checked that the member may see it. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly wakeups: Wakeups,
  ) {}

  /** Not to be sent any more. What is being sent or has been cannot be called back: `delivery_not_open`. */
  async cancel(member: Member, id: string): Promise<void> {
    await this.database.transaction(async () => {
      const cancelled = await this.change(
        id,
        sql`state = 'cancelled', due_at = null, settled_at = ${this.clock.now()}`,
        ['planned', 'unknown'],
      );
      const { conversationId, ...fact } = cancelled;
      await this.events.record(
        'delivery.cancelled',
        { type: 'conversation', id: conversationId },
        fact,
        member,
      );
    });
  }

  /** Once more, at once. For `unknown` this is a person's word that it did not arrive. */
  async retry(id: string): Promise<void> {
    await this.database.transaction(async () => {
      const again = sql`state = 'planned', due_at = ${this.clock.now()}, reason = null, attempts = 0, settled_at = null`;
      await this.change(id, again, ['planned', 'unknown', 'refused', 'gave_up']);
      this.wakeups.wake(DELIVERIES_DUE);
    });
  }

  private async change(
    id: string,
    to: Sql,
    from: string[],
  ): Promise<DeliveryFact & { conversationId: string }> {
    const changed = await this.database.maybe<DeliveryFact & { conversationId: string }>(sql`
      update delivery set ${to} where id = ${id} and state = any(${from}::text[])
      returning id delivery_id, purpose, route, conversation_id`);
    if (!changed)
      throw new Conflict('delivery_not_open', 'This can no longer be changed: it is being sent, or was.');
    return changed;
  }
}
