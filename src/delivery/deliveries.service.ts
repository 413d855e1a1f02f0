import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import type { DeliveryFact } from './events.js';
import { lapsesAt } from './lapsing.service.js';
import { moving, together } from './moving.js';
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

/**
 * The caller has checked that the member may see the delivery. Every method throws `Conflict`
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

  async cancel(member: Member, id: string): Promise<void> {
    const over = sql`due_at = null, settled_at = ${this.clock.now()}`;
    await this.decide(member, { id, move: 'cancel', set: over, event: 'delivery.cancelled' });
  }

  /**
   * Sends the delivery again by whatever route is open. If its outcome was unknown, the member vouches that
   * it did not arrive.
   */
  async retry(member: Member, id: string): Promise<void> {
    const again = sql`due_at = ${this.clock.now()}, reason = null, attempts = 0, settled_at = null,
                      tried = '{}', unclear_since = null, route = null, ${this.fresh()}`;
    await this.decide(member, { id, move: 'retry', set: again, event: 'delivery.retried' });
  }

  /**
   * A member says what became of the delivery. That is no receipt, so the state never becomes `delivered`.
   */
  async believe(member: Member, id: string, arrived: boolean): Promise<void> {
    const now = this.clock.now();
    const set = arrived
      ? sql`reason = 'seen_to_arrive', sent_at = claimed_at, settled_at = ${now}`
      : sql`reason = 'seen_not_to_arrive', settled_at = ${now}`;
    await this.decide(member, {
      id,
      move: arrived ? 'believe_arrived' : 'believe_lost',
      set,
      event: 'delivery.settled',
      more: { arrived },
    });
  }

  async takeLast(member: Member, id: string): Promise<void> {
    const set = sql`takes_last = true, due_at = ${this.clock.now()}, reason = null, ${this.fresh()}`;
    await this.decide(member, { id, move: 'take_last', set, event: 'delivery.retried' });
  }

  /** If the customer writes before anybody calls, the message goes into the chat instead. */
  async call(member: Member, id: string): Promise<void> {
    const set = sql`route = 'call', may_call = true, due_at = null, settled_at = null,
                   reason = coalesce(nullif(reason, 'lapsed'), 'call_asked'), ${this.fresh()}`;
    await this.decide(member, { id, move: 'ask_call', set, event: 'delivery.call_asked' });
  }

  /** Somebody's word makes a reply as good as new. */
  private fresh(): Sql {
    return sql`lapses_at = case when d.lapses_at is not null then ${lapsesAt(this.clock.now())} end`;
  }

  private async decide(
    member: Member,
    decision: { id: string; move: MoveOf<'person'>; set: Sql; event: Decided; more?: object },
  ): Promise<void> {
    const { id, move, set, event, more } = decision;
    const lead = sql`exists (select 1 from delivery lead where lead.id = ${id} and lead.joined_to is null)`;
    await this.database.transaction(async () => {
      const changed = await this.database.rows<DeliveryFact & { conversationId: string }>(sql`
        ${moving(move, { which: sql`${together(id)} and ${lead}`, set })}
        returning d.id delivery_id, d.purpose, d.route, d.conversation_id`);
      if (changed.length === 0) throw new Conflict('delivery_not_open');
      await this.events.recordMany(
        changed.map(({ conversationId, ...fact }) => ({
          name: event,
          subject: { type: 'conversation' as const, id: conversationId },
          data: { ...fact, ...more },
          by: member,
        })),
      );
      this.wakeups.wake(DELIVERIES_DUE);
    });
  }
}
