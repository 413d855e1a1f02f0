import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, NotFound } from '../platform/http/index.js';
import { Live } from '../platform/live/index.js';
import { talksWith } from './visibility.js';

/** Who talks with a customer: one person at a time, the first who says so. */
@Injectable()
export class ConversationClaim {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  /** The member now holds the conversation. Throws `already_claimed` with the holder where somebody else does. */
  async claim(member: Member, conversationId: string): Promise<void> {
    await this.database.transaction(async () => {
      const claimed = await this.database.maybe<{ departmentId: string }>(sql`
        update conversation c set assignee_id = ${member.id}, state = 'active', claimed_at = ${this.clock.now()}, version = version + 1
         where id = ${conversationId} and state <> 'ended' and assignee_id is null and ${talksWith(member)}
        returning department_id`);
      if (!claimed) return this.refuse(member, conversationId);
      await this.record('conversation.claimed', member, { id: conversationId, ...claimed });
    });
  }

  /** Throws as `claim` does, and claims nothing: before what takes its time. */
  async requireClaimable(member: Member, conversationId: string): Promise<void> {
    const free = await this.database.maybe(sql`
      select 1 from conversation c
       where id = ${conversationId} and state <> 'ended' and assignee_id is null and ${talksWith(member)}`);
    if (!free) await this.refuse(member, conversationId);
  }

  /** Claims the conversation if it is free; leaves it with whoever has it otherwise. In the caller's transaction. */
  async claimIfFree(member: Member, conversationId: string): Promise<void> {
    const claimed = await this.database.maybe<{ departmentId: string }>(sql`
      update conversation set assignee_id = ${member.id}, state = 'active', claimed_at = ${this.clock.now()}, version = version + 1
       where id = ${conversationId} and state = 'waiting' and assignee_id is null
      returning department_id`);
    if (claimed) await this.record('conversation.claimed', member, { id: conversationId, ...claimed });
  }

  /** Back to the waiting list. */
  async release(member: Member, conversationId: string): Promise<void> {
    await this.database.transaction(async () => {
      const released = await this.database.maybe<{ departmentId: string }>(sql`
        update conversation set assignee_id = null, state = 'waiting', claimed_at = null, version = version + 1
         where id = ${conversationId} and state = 'active' and assignee_id = ${member.id}
        returning department_id`);
      if (!released) return this.refuse(member, conversationId);
      await this.record('conversation.released', member, { id: conversationId, ...released });
    });
  }

  private async record(
    name: 'conversation.claimed' | 'conversation.released',
    member: Member,
    { id, departmentId }: { id: string; departmentId: string },
  ): Promise<void> {
    await this.events.record(name, { type: 'conversation', id }, { memberId: member.id }, member);
    this.live.changed({ conversation: id, departments: [departmentId] });
  }

  private async refuse(member: Member, conversationId: string): Promise<void> {
    const now = await this.database.maybe<{
      state: string;
      holderId: string | null;
      holder: string | null;
      claimedAt: Date | null;
    }>(sql`
      select c.state, m.id holder_id, m.name holder, c.claimed_at
        from conversation c left join member m on m.id = c.assignee_id
       where c.id = ${conversationId} and ${talksWith(member)}`);
    if (!now) throw new NotFound('conversation_not_found', 'There is no such conversation.');
    if (now.state === 'ended') throw new Conflict('conversation_ended', 'This conversation is over.');
    if (now.holderId === member.id) return;
    throw new Conflict('already_claimed', `${now.holder ?? 'Nobody'} has this conversation.`, {
      holder: now.holderId && { id: now.holderId, name: now.holder },
      claimedAt: now.claimedAt,
    });
  }
}
