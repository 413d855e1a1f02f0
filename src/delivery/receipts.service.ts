import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Draft, Events } from '../platform/events/index.js';
import type { ChannelAccount, InboundFact } from './channel.js';
import { DeliveryMoves, type Moved } from './delivery-moves.service.js';
import type { MoveOf } from './state.js';
import { NextRoute } from './next-route.service.js';

export type ReceiptFact = Extract<InboundFact, { type: 'delivery_receipt' }>;

/** Only a receipt turns "accepted" into "delivered". */
@Injectable()
export class Receipts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly moves: DeliveryMoves,
    private readonly nextRoute: NextRoute,
  ) {}

  /** A receipt may arrive before we know the provider's id of the message. It is then kept until we do. */
  async apply(account: ChannelAccount, externalId: string, receipt: ReceiptFact): Promise<void> {
    const unanswered = await this.lockUnanswered(account, externalId);
    const reason = receipt.delivered ? null : (receipt.reason ?? 'refused');
    if ((await this.move(account, receipt.providerId, reason)) || unanswered === 0) return;
    await this.database.run(sql`
      insert into early_receipt (account_id, provider_id, reason, received_at)
      values (${account.id}, ${receipt.providerId}, ${reason}, ${this.clock.now()})
      on conflict do nothing`);
  }

  /**
   * Runs in the transaction that stores the provider's id. If that id was not stored, the receipt stays where
   * it is.
   */
  async applyEarly(account: ChannelAccount, providerId: string): Promise<void> {
    const early = await this.database.maybe<{ reason: string | null }>(sql`
      delete from early_receipt r using delivery d
       where r.account_id = ${account.id} and r.provider_id = ${providerId}
         and d.account_id = r.account_id and d.provider_id = r.provider_id
      returning r.reason`);
    if (early) await this.move(account, providerId, early.reason);
  }

  /** Deletes the receipts of messages that another program sent through the same account. */
  async forgetUnclaimed(): Promise<void> {
    await this.database.run(sql`
      delete from early_receipt where received_at < clock_timestamp() - interval '7 days'`);
  }

  /**
   * The transaction that stores a provider's id locks the same row, so one of the two sees what the other
   * wrote.
   */
  private async lockUnanswered(account: ChannelAccount, externalId: string): Promise<number> {
    return this.database.run(sql`
      select 1 from delivery d join identity i on i.id = d.identity_id
       where i.account_id = ${account.id} and i.external_id = ${externalId}
         and (d.state = 'sending' or d.state = 'planned' and d.unclear_since is not null)
         for no key update of d`);
  }

  private async move(account: ChannelAccount, providerId: string, reason: string | null): Promise<boolean> {
    const lead = sql`(select id from delivery where account_id = ${account.id} and provider_id = ${providerId})`;
    const name: MoveOf<'receipt'> = reason === null ? 'deliver' : 'fail';
    const moved = await this.moves.move(name, {
      which: sql`(d.id = ${lead} or d.joined_to = ${lead})`,
      set: sql`reason = ${reason}, settled_at = ${this.clock.now()}`,
    });
    await this.events.recordMany(moved.map((one) => told(one, reason)));
    const [first] = moved;
    if (first && reason !== null) await this.nextRoute.after(account, first.joinedTo ?? first.deliveryId);
    return first !== undefined;
  }
}

function told({ deliveryId, purpose, route, conversationId }: Moved, reason: string | null): Draft {
  const subject = { type: 'conversation', id: conversationId } as const;
  const fact = { deliveryId, purpose, route };
  if (reason === null) return { name: 'delivery.delivered', subject, data: fact };
  return { name: 'delivery.refused', subject, data: { ...fact, reason } };
}
