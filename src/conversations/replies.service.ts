import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import { ConversationClaim } from './claim.service.js';
import { Episodes } from './episodes.service.js';
import { Outbox } from './outbox.service.js';
import { splitText } from './split-text.js';

const MAX_CHARACTERS = 5000;

/** `takesLast`: though it be the send kept for a status notice. `joins`: with others written in the same breath. */
export interface Manner {
  takesLast?: boolean;
  joins?: boolean;
  /** Somebody is to call and say it. */
  call?: boolean;
}

export interface Reply extends Manner {
  identityId: string;
  text: string;
  ticketId?: string | null;
}

/** What a person says to a customer. */
@Injectable()
export class Replies {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly episodes: Episodes,
    private readonly outbox: Outbox,
    private readonly events: Events,
  ) {}

  /**
   * Says it in the identity's open conversation, or begins one. The caller has checked that the member may. A text too
   * long for one message goes as several, each with its own delivery; the first is returned.
   */
  async say(
    member: Member,
    reply: Reply,
  ): Promise<{ messageId: string; deliveryId: string; conversationId: string }> {
    const text = reply.text.trim();
    if (text === '') throw Invalid.field('text', 'There is nothing to send.');
    if (text.length > MAX_CHARACTERS)
      throw Invalid.field('text', `A reply has at most ${MAX_CHARACTERS} characters.`);
    return this.database.transaction(async () => {
      const episode = await this.episodes.forReply(reply.identityId, member.id);
      const parts = [];
      for (const part of splitText(text))
        parts.push(await this.planPart(member, { ...reply, text: part }, episode));
      await this.markAnswered(member, episode.id);
      const first = parts[0]!;
      const data = { ...first, ticketId: reply.ticketId ?? null };
      await this.events.record(
        'conversation.replied',
        { type: 'conversation', id: episode.id },
        data,
        member,
      );
      return { ...first, conversationId: episode.id };
    });
  }

  private planPart(member: Member, reply: Reply, episode: Parameters<Outbox['plan']>[0]['episode']) {
    return this.outbox.plan({
      reasonKey: `reply:${crypto.randomUUID()}`,
      identityId: reply.identityId,
      episode,
      purpose: 'reply',
      content: { text: reply.text },
      author: { kind: 'member', id: member.id, name: member.alias },
      ticketId: reply.ticketId,
      takesLast: reply.takesLast,
      joins: reply.joins,
      call: reply.call ? 'at_once' : undefined,
    });
  }

  private async markAnswered(member: Member, conversationId: string): Promise<void> {
    await this.database.run(sql`
      update conversation
         set unanswered_since = null, state = 'active', assignee_id = coalesce(assignee_id, ${member.id}),
             claimed_at = coalesce(claimed_at, ${this.clock.now()})
       where id = ${conversationId}`);
  }
}

/** The same from the inbox, where the conversation is what the member sees. */
@Injectable()
export class ConversationReplies {
  constructor(
    private readonly claim: ConversationClaim,
    private readonly replies: Replies,
    private readonly database: Database,
  ) {}

  async reply(member: Member, conversationId: string, text: string, manner: Manner = {}) {
    return this.database.transaction(async () => {
      await this.claim.claim(member, conversationId);
      const { identityId, state } = await this.database.one<{ identityId: string; state: string }>(
        sql`select identity_id, state from conversation where id = ${conversationId}`,
      );
      if (state === 'ended') throw new Conflict('conversation_ended', 'This conversation is over.');
      return this.replies.say(member, { ...manner, identityId, text });
    });
  }
}
