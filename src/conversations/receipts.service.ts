import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import type { ChannelAccount, InboundFact } from './channel.js';
import type { DeliveryFact } from './events.js';
import { NextRoute } from './next-route.service.js';

export type ReceiptFact = Extract<InboundFact, { type: 'delivery_receipt' }>;

/** Only a receipt makes "accepted" into "delivered". */
@Injectable()
export class Receipts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly nextRoute: NextRoute,
  ) {}

  /**
   * A receipt may come while we do not know yet under which id the provider took it: it is then refused here, kept
   * among the failed envelopes and replayed a moment later.
   */
  async settle(account: ChannelAccount, externalId: string, receipt: ReceiptFact): Promise<void> {
    const reason = receipt.delivered ? null : (receipt.reason ?? 'refused');
    const settled = await this.database.maybe<DeliveryFact & { conversationId: string }>(sql`
      update delivery set state = ${receipt.delivered ? 'delivered' : 'refused'}, reason = ${reason}, settled_at = ${this.clock.now()}
       where account_id = ${account.id} and provider_id = ${receipt.providerId}
         and state in ('sending', 'accepted', 'unknown')
      returning id delivery_id, purpose, route, conversation_id`);
    if (!settled) return this.refuseEarly(account, externalId, receipt);
    const { conversationId, ...fact } = settled;
    const subject = { type: 'conversation', id: conversationId } as const;
    if (reason === null) return this.events.record('delivery.delivered', subject, fact);
    await this.events.record('delivery.refused', subject, { ...fact, reason });
    await this.nextRoute.after(account, fact.deliveryId);
  }

  /** The answer may be written down at this very moment; or the send is to be repeated, and was taken the first time. */
  private async refuseEarly(
    account: ChannelAccount,
    externalId: string,
    receipt: ReceiptFact,
  ): Promise<void> {
    const { early } = await this.database.one<{ early: boolean }>(sql`
      with told as (select state from delivery where account_id = ${account.id} and provider_id = ${receipt.providerId})
      select exists (select 1 from told where state in ('sending', 'accepted', 'unknown'))
          or not exists (select 1 from told)
         and exists (select 1 from delivery d join identity i on i.id = d.identity_id
                      where d.account_id = ${account.id} and i.external_id = ${externalId}
                        and (d.state = 'sending'
                             or d.state = 'planned' and d.due_at is not null and d.unclear_since is not null)) early`);
    if (early) throw new Error('A receipt came before the answer to the send: it is handled again');
  }
}
