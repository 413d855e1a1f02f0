import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import type { DeliveryFact } from './events.js';
import { moving, together } from './moving.js';
import type { MoveOf } from './state.js';

const MAX_NOTE = 2000;

/**
 * A person telephones the customer when no other route is left. The task to call is the delivery itself, with
 * the route `call`.
 */
@Injectable()
export class Calls {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  /**
   * The caller has checked the member's right. Throws `Conflict` (`delivery_not_open`) if nobody has to call
   * any more.
   */
  async record(member: Member, id: string, call: { reached: boolean; note: string }): Promise<void> {
    const note = call.note.trim();
    if (note.length > MAX_NOTE) throw Invalid.field('note', `too_long:${MAX_NOTE}`);
    const move: MoveOf<'person'> = call.reached ? 'reach' : 'miss';
    await this.database.transaction(async () => {
      const called = await this.database.rows<DeliveryFact & { conversationId: string }>(sql`
        with attempt as (
          insert into call_attempt (delivery_id, member_id, reached, note, at)
          select id, ${member.id}, ${call.reached}, ${note}, ${this.clock.now()} from delivery
           where id = ${id} and state = 'planned' and route = 'call' for update
          returning delivery_id
        )
        ${moving(move, {
          which: sql`${together(id)} and attempt.delivery_id in (d.id, d.joined_to) and d.route = 'call'`,
          set: sql`reason = ${call.reached ? null : 'not_reached'}, attempts = attempts + 1, due_at = null,
                   settled_at = ${this.clock.now()}`,
          using: sql`from attempt`,
        })}
        returning d.id delivery_id, d.purpose, d.route, d.conversation_id`);
      if (called.length === 0) throw new Conflict('delivery_not_open');
      await this.events.recordMany(
        called.map(({ conversationId, ...fact }) => ({
          name: 'delivery.called' as const,
          subject: { type: 'conversation' as const, id: conversationId },
          data: { ...fact, reached: call.reached },
          by: member,
        })),
      );
    });
  }
}
