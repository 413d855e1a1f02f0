import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import type { ChannelAccount, InboundFact } from './channel.js';
import type { DeliveryFact } from './events.js';

export type ReceiptFact = Extract<InboundFact, { type: 'delivery_receipt' }>;

/** Only a receipt makes "accepted" into "delivered". */
@Injectable()
export class Receipts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  /** A receipt may overtake our own note that the send was accepted, so any unsettled state takes it. */
  async settle(account: ChannelAccount, receipt: ReceiptFact): Promise<void> {
    const reason = receipt.delivered ? null : (receipt.reason ?? 'refused');
    const settled = await this.database.maybe<DeliveryFact & { conversationId: string }>(sql`
      update delivery set state = ${receipt.delivered ? 'delivered' : 'refused'}, reason = ${reason}, settled_at = ${this.clock.now()}
       where account_id = ${account.id} and provider_id = ${receipt.providerId}
         and state in ('sending', 'accepted', 'unknown')
      returning id delivery_id, purpose, route, conversation_id`);
    if (!settled) return;
    const { conversationId, ...fact } = settled;
    const subject = { type: 'conversation', id: conversationId } as const;
    if (reason === null) await this.events.record('delivery.delivered', subject, fact);
    else await this.events.record('delivery.refused', subject, { ...fact, reason });
  }
}
