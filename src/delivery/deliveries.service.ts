import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import type { DeliveryFact } from './events.js';
import { lapsesAt } from './lapsing.service.js';
import { moving } from './moving.js';
import { DELIVERIES_DUE } from './planning.js';
import { type DeliveryState, type MoveOf, MOVES } from './state.js';

type Decided = 'delivery.cancelled' | 'delivery.retried' | 'delivery.settled' | 'delivery.call_asked';

export const DECISIONS = {
  cancel: MOVES.cancel.from,
  retry: MOVES.retry.from,
  believe: MOVES.believe_arrived.from,
  takeLast: MOVES.take_last.from,
  call: MOVES.ask_call.from,
} satisfies Record<string, readonly DeliveryState[]>;

/** What a person can say about many deliveries at once. */
export const MANY = ['arrived', 'not_arrived', 'retry', 'cancel'] as const;
export type Many = (typeof MANY)[number];

export const FROM: Record<Many, readonly DeliveryState[]> = {
  arrived: MOVES.believe_arrived.from,
  not_arrived: MOVES.believe_lost.from,
  retry: ['unknown', 'refused', 'gave_up'],
  cancel: MOVES.cancel.from,
};

interface Decision {
  move: MoveOf<'person'>;
  set: Sql;
  event: Decided;
  more?: object;
}

/**
 * The caller has checked that the member may see the delivery. Every method for one delivery throws `Conflict`
 * (`delivery_not_open`) if the state does not allow the decision.
 */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly wakeups: Wakeups,
  ) {}

  cancel(member: Member, id: string): Promise<void> {
    return this.decideOne(member, id, this.meant('cancel'));
  }

  /**
   * Sends the delivery again by whatever route is open. If its outcome was unknown, the member vouches that
   * it did not arrive.
   */
  retry(member: Member, id: string): Promise<void> {
    return this.decideOne(member, id, this.meant('retry'));
  }

  /**
   * A member says what became of the delivery. That is no receipt, so the state never becomes `delivered`.
   */
  believe(member: Member, id: string, arrived: boolean): Promise<void> {
    return this.decideOne(member, id, this.meant(arrived ? 'arrived' : 'not_arrived'));
  }

  /** Decides about those whose state still allows it. Returns how many that were. */
  async decideMany(member: Member, ids: string[], many: Many): Promise<number> {
    const changed = await this.decide(member, ids, this.meant(many));
    return changed.filter((id) => ids.includes(id)).length;
  }

  async takeLast(member: Member, id: string): Promise<void> {
    const set = sql`takes_last = true, due_at = ${this.clock.now()}, reason = null, ${this.fresh()}`;
    await this.decideOne(member, id, { move: 'take_last', set, event: 'delivery.retried' });
  }

  /** If the customer writes before anybody calls, the message goes into the chat instead. */
  async call(member: Member, id: string): Promise<void> {
    const set = sql`route = 'call', may_call = true, due_at = null, settled_at = null,
                   reason = coalesce(nullif(reason, 'lapsed'), 'call_asked'), ${this.fresh()}`;
    await this.decideOne(member, id, { move: 'ask_call', set, event: 'delivery.call_asked' });
  }

  /** Somebody's word makes a reply as good as new. */
  private fresh(): Sql {
    return sql`lapses_at = case when d.lapses_at is not null then ${lapsesAt(this.clock.now())} end`;
  }

  private async decideOne(member: Member, id: string, decision: Decision): Promise<void> {
    const changed = await this.decide(member, [id], decision);
    if (changed.length === 0) throw new Conflict('delivery_not_open');
  }

  private meant(many: Many): Decision {
    const now = this.clock.now();
    switch (many) {
      case 'cancel':
        return {
          move: 'cancel',
          set: sql`due_at = null, settled_at = ${now}`,
          event: 'delivery.cancelled',
        };
      case 'retry':
        return {
          move: 'retry',
          set: sql`due_at = ${now}, reason = null, attempts = 0, settled_at = null, tried = '{}',
                   unclear_since = null, route = null, ${this.fresh()}`,
          event: 'delivery.retried',
        };
      case 'arrived':
        return {
          move: 'believe_arrived',
          set: sql`reason = 'seen_to_arrive', sent_at = claimed_at, settled_at = ${now}`,
          event: 'delivery.settled',
          more: { arrived: true },
        };
      case 'not_arrived':
        return {
          move: 'believe_lost',
          set: sql`reason = 'seen_not_to_arrive', settled_at = ${now}`,
          event: 'delivery.settled',
          more: { arrived: false },
        };
    }
  }

  /** Deliveries that were joined to one message are decided together, by naming the first of them. */
  private async decide(member: Member, ids: string[], decision: Decision): Promise<string[]> {
    const { move, set, event, more } = decision;
    const named = sql`any(${ids}::bigint[])`;
    const which = sql`(d.id = ${named} or d.joined_to = ${named}) and (d.joined_to is null or d.joined_to = ${named})`;
    return this.database.transaction(async () => {
      const changed = await this.database.rows<DeliveryFact & { conversationId: string }>(sql`
        ${moving(move, { which, set })}
        returning d.id delivery_id, d.purpose, d.route, d.conversation_id`);
      await this.events.recordMany(
        changed.map(({ conversationId, ...fact }) => ({
          name: event,
          subject: { type: 'conversation' as const, id: conversationId },
          data: { ...fact, ...more },
          by: member,
        })),
      );
      this.wakeups.wake(DELIVERIES_DUE);
      return changed.map(({ deliveryId }) => deliveryId);
    });
  }
}
