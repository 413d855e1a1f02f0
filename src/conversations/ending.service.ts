import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { reasonOf } from './reason.js';
import { Talks } from './talks.service.js';
import { type Seen, Unread } from './unread.service.js';

/** The customer's next message begins another conversation. Tickets and their timers go on. */
@Injectable()
export class ConversationEnd {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly talks: Talks,
    private readonly unread: Unread,
    private readonly events: Events,
  ) {}

  /**
   * `saw` names what stood on the member's page: the newest message and the holder, or null if nobody held it. If it is
   * otherwise by now, the member is told so and not obeyed.
   */
  async end(
    member: Member,
    conversationId: string,
    given?: string,
    saw: Seen & { holder?: string | null } = {},
  ): Promise<void> {
    const reason = reasonOf(given);
    await this.database.transaction(async () => {
      const talk = await this.talks.lock(member, conversationId);
      if (talk.state === 'ended') return;
      await this.talks.require(member, 'end', talk);
      const another = talk.assigneeId !== null && talk.assigneeId !== member.id;
      if (another && saw.holder !== undefined && saw.holder !== talk.assigneeId)
        throw await this.talks.refusal('already_claimed', talk);
      await this.unread.requireSeen(talk.identityId, saw);
      talk.move('end');
      await this.talks.change(talk, { endedAt: this.clock.now(), unansweredSince: null });
      const data = { memberId: talk.assigneeId, reason };
      await this.events.record('conversation.ended', talk.subjectRef, data, member);
    });
  }
}
