import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import type { DeliveryFact } from './events.js';
import { moving } from './moving.js';

/** After a backup was restored, what the original may have sent in the meantime must not go out a second time. */
@Injectable()
export class RestoredDeliveries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  /**
   * What was planned when the backup was taken may have arrived, so a person settles it. Calls to customers stay
   * planned, because nobody but a person makes them. Returns how many deliveries are in doubt.
   */
  async doubt(takenAt: string): Promise<number> {
    const doubted = await this.database.rows<DeliveryFact & { conversationId: string }>(sql`
      ${moving('doubt', {
        which: sql`d.state = 'planned' and d.created_at <= ${takenAt} and d.route is distinct from 'call'`,
        set: sql`reason = 'restored', due_at = null, lease_until = null, settled_at = ${this.clock.now()}`,
      })}
      returning d.id delivery_id, d.purpose, d.route, d.conversation_id`);
    await this.events.recordMany(
      doubted.map(({ conversationId, ...fact }) => ({
        name: 'delivery.unknown' as const,
        subject: { type: 'conversation' as const, id: conversationId },
        data: { ...fact, reason: 'restored' },
      })),
    );
    return doubted.length;
  }
}
