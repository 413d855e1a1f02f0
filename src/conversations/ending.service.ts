import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { NotFound } from '../platform/http/index.js';
import { Live } from '../platform/live/index.js';
import { talksWith } from './visibility.js';

/** Ends the episode; the customer's next message begins another. Tickets and their clocks go on. */
@Injectable()
export class ConversationEnd {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  /** Of one that is over already nothing changes. */
  async end(member: Member, conversationId: string): Promise<void> {
    await this.database.transaction(async () => {
      const ended = await this.database.maybe<{ departmentId: string }>(sql`
        update conversation c set state = 'ended', ended_at = ${this.clock.now()}, unanswered_since = null, version = version + 1
         where c.id = ${conversationId} and c.state <> 'ended' and ${talksWith(member)}
        returning department_id`);
      if (!ended) return this.requireOver(member, conversationId);
      await this.events.record(
        'conversation.ended',
        { type: 'conversation', id: conversationId },
        {},
        member,
      );
      this.live.changed({ conversation: conversationId, departments: [ended.departmentId] });
    });
  }

  private async requireOver(member: Member, conversationId: string): Promise<void> {
    const over = await this.database.maybe(
      sql`select 1 from conversation c where c.id = ${conversationId} and ${talksWith(member)}`,
    );
    if (!over) throw new NotFound('conversation_not_found', 'There is no such conversation.');
  }
}
