import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Invalid } from '../platform/http/index.js';
import { isUnseen } from '../platform/reading/index.js';
import { ConversationClaim } from './claim.service.js';
import { Episodes } from './episodes.service.js';
import { Outbox, type Plan } from './outbox.service.js';
import type { Seen } from './unread.service.js';
import { splitText } from '../delivery/index.js';

const MAX_CHARACTERS = 5000;

/**
 * With `takesLast` the reply may use the send that is reserved for a status notice. With `joins` it may be
 * sent together with others that were written within the same second. With `call` a person telephones the
 * customer. With `seen` the reply is refused if the customer has written since.
 */
export interface Manner extends Seen {
  takesLast?: boolean;
  joins?: boolean;
  call?: boolean;
}

interface Receiver extends Manner {
  identityId: string;
  ticketId?: string | null;
}

export interface Reply extends Receiver {
  text: string;
}

export interface Planned {
  messageId: string;
  deliveryId: string;
  conversationId: string;
}

@Injectable()
export class Replies {
  constructor(
    private readonly database: Database,
    private readonly claim: ConversationClaim,
    private readonly episodes: Episodes,
    private readonly outbox: Outbox,
    private readonly events: Events,
  ) {}

  /**
   * The caller has checked the member's right. A long text is sent as several messages; the first is
   * returned. Throws `Invalid` for an empty or too long text.
   */
  async say(member: Member, reply: Reply): Promise<Planned> {
    const text = reply.text.trim();
    if (isUnseen(text)) throw Invalid.field('text', 'required');
    if (text.length > MAX_CHARACTERS) throw Invalid.field('text', `too_long:${MAX_CHARACTERS}`);
    return this.database.transaction(async () => {
      const episode = await this.episodes.forReply(reply.identityId);
      const parts = [];
      for (const part of splitText(text))
        parts.push(await this.planPart(member, reply, { episode, content: { text: part } }));
      const first = { ...parts[0]!, conversationId: episode.id };
      await this.written(member, first, reply.ticketId ?? null);
      return first;
    });
  }

  /** Runs in the transaction that planned the answer. A free conversation now belongs to the member. */
  async written(member: Member, planned: Planned, ticketId: string | null): Promise<void> {
    const { conversationId, messageId, deliveryId } = planned;
    await this.claim.claimIfFree(member, conversationId);
    this.markAnswered(conversationId);
    const subject = { type: 'conversation', id: conversationId } as const;
    await this.events.record('conversation.replied', subject, { messageId, deliveryId, ticketId }, member);
  }

  async plan(member: Member, to: Receiver, how: Pick<Plan, 'content' | 'written'>): Promise<Planned> {
    const episode = await this.episodes.forReply(to.identityId);
    const planned = await this.planPart(member, to, { episode, ...how });
    return { ...planned, conversationId: episode.id };
  }

  private planPart(member: Member, to: Receiver, part: Pick<Plan, 'content' | 'written' | 'episode'>) {
    return this.outbox.plan({
      reasonKey: `reply:${crypto.randomUUID()}`,
      identityId: to.identityId,
      purpose: 'reply',
      ...part,
      author: { kind: 'member', id: member.id, name: member.alias },
      ticketId: to.ticketId,
      takesLast: to.takesLast,
      joins: to.joins,
      call: to.call ? 'at_once' : undefined,
    });
  }

  private markAnswered(conversationId: string): void {
    void this.database.send(
      sql`update conversation set unanswered_since = null where id = ${conversationId}`,
    );
  }
}
