import { Injectable } from '@nestjs/common';
import { type Member, requireActive } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import type { Conversation } from './conversation.js';
import { TALK_ACTS } from './lifecycle.js';
import { reasonOf } from './reason.js';
import { Talks } from './talks.service.js';
import { type Seen, Unread } from './unread.service.js';

/** With `takeOver`, the conversation is taken from a colleague, who is told the reason. */
export interface Taking {
  takeOver?: boolean;
  reason?: string;
}

/** Only one member at a time talks with a customer: the first who claims the conversation. */
@Injectable()
export class ConversationClaim {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly talks: Talks,
    private readonly unread: Unread,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  /** Throws `Conflict` (`already_claimed`) with the holder's name if a colleague has the conversation. */
  async claim(member: Member, conversationId: string, taking: Taking = {}): Promise<Conversation> {
    return this.database.transaction(async () => {
      const talk = await this.talks.lock(member, conversationId);
      if (talk.assigneeId === member.id && talk.state === 'active') return talk;
      const isTaken = taking.takeOver === true && talk.assigneeId !== null;
      await this.talks.require(member, isTaken ? 'take_over' : 'claim', talk);
      if (isTaken) await this.takeOver(member, talk, taking.reason);
      else await this.take(member, talk);
      return talk;
    });
  }

  /** Throws as `claim` does but claims nothing. Call it before work that takes a while. */
  async requireClaimable(member: Member, conversationId: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.talks.require(member, 'reply', await this.talks.lock(member, conversationId));
    });
  }

  /**
   * Must be called before an answer through a ticket that `workerId` holds. The caller has checked the
   * member's right to the ticket. Throws `already_claimed` if a colleague talks with the customer and the
   * member does not take over, and `words_unseen` if the customer has written since `seen`.
   */
  async requireSpeaker(
    member: Member,
    { identityId, workerId }: { identityId: string; workerId: string | null },
    taking: Taking & Seen = {},
  ): Promise<void> {
    const talk = await this.talks.lockOpen(identityId);
    await this.unread.requireSeen(identityId, taking);
    if (!talk || talk.assigneeId === null || talk.assigneeId === member.id) return;
    await this.talks.require(member, taking.takeOver ? 'take_over' : 'claim', talk, { workerId });
    await this.takeOver(member, talk, taking.reason);
  }

  /** If a colleague holds the conversation, nothing changes. Runs in the caller's transaction. */
  async claimIfFree(member: Member, conversationId: string): Promise<void> {
    const { from, to } = TALK_ACTS.claim;
    const claimed = await this.database.maybe<{ departmentId: string }>(sql`
      update conversation set assignee_id = ${member.id}, state = ${to}, claimed_at = ${this.clock.now()}, version = version + 1
       where id = ${conversationId} and state = any(${[...from]}::text[]) and assignee_id is null
      returning department_id`);
    if (!claimed) return;
    await requireActive(this.database, member);
    const subject = { type: 'conversation', id: conversationId } as const;
    await this.events.record('conversation.claimed', subject, { memberId: member.id }, member);
    this.live.changed({ conversation: conversationId, departments: [claimed.departmentId] });
  }

  async release(member: Member, conversationId: string, given?: string): Promise<void> {
    const reason = reasonOf(given);
    await this.database.transaction(async () => {
      const talk = await this.talks.lock(member, conversationId);
      await this.talks.require(member, 'release', talk);
      const memberId = talk.assigneeId!;
      talk.move('release');
      await this.talks.change(talk, { assigneeId: null, claimedAt: null });
      await this.events.record('conversation.released', talk.subjectRef, { memberId, reason }, member);
    });
  }

  private async take(member: Member, talk: Conversation): Promise<void> {
    await requireActive(this.database, member);
    talk.move('claim');
    await this.talks.change(talk, { assigneeId: member.id, claimedAt: this.clock.now() });
    await this.events.record('conversation.claimed', talk.subjectRef, { memberId: member.id }, member);
  }

  private async takeOver(member: Member, talk: Conversation, given?: string): Promise<void> {
    const takenFrom = talk.assigneeId!;
    await requireActive(this.database, member);
    talk.move('take_over');
    await this.talks.change(talk, { assigneeId: member.id, claimedAt: this.clock.now() });
    const data = { memberId: member.id, takenFrom, reason: reasonOf(given) };
    await this.events.record('conversation.taken_over', talk.subjectRef, data, member);
  }
}
