import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import type { DeliveryFact } from './events.js';

const MAX_NOTE = 2000;

/** The last route of the chain: a person calls the customer. The task is the delivery itself, planned by route `call`. */
@Injectable()
export class Calls {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  /** Reached: the customer knows. Not reached: given up, until somebody has it tried again. Callers have checked the right. */
  async settle(member: Member, id: string, call: { reached: boolean; note: string }): Promise<void> {
    const note = call.note.trim();
    if (note.length > MAX_NOTE)
      throw Invalid.field('note', `A note has at most ${MAX_NOTE} characters.`, 'note_too_long');
    await this.database.transaction(async () => {
      const called = await this.database.maybe<DeliveryFact & { conversationId: string }>(sql`
        with attempt as (
          insert into call_attempt (delivery_id, member_id, reached, note, at)
          select id, ${member.id}, ${call.reached}, ${note}, ${this.clock.now()} from delivery
           where id = ${id} and state = 'planned' and route = 'call' for update
          returning delivery_id
        )
        update delivery d
           set state = ${call.reached ? 'delivered' : 'gave_up'}, reason = ${call.reached ? null : 'not_reached'},
               attempts = attempts + 1, due_at = null, settled_at = ${this.clock.now()}
          from attempt where d.id = attempt.delivery_id and d.state = 'planned'
        returning d.id delivery_id, d.purpose, d.route, d.conversation_id`);
      if (!called) throw new Conflict('delivery_not_open', 'Nobody has to be called about this any more.');
      const { conversationId, ...fact } = called;
      const data = { ...fact, reached: call.reached };
      await this.events.record('delivery.called', { type: 'conversation', id: conversationId }, data, member);
    });
  }
}
