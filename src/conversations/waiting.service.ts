import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Events, Reacts, type Recorded } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import { type Episode, Episodes } from './episodes.service.js';
import { TALK_ACTS, type TalkState } from './lifecycle.js';

export type WayOfAsking = 'words' | 'menu';

/** Decides whether a conversation stands on the list of those who wait for a person. */
@Injectable()
export class Waiting {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly episodes: Episodes,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  /**
   * Puts the customer on the list, even one who wrote nothing and only tapped the menu. Whoever waits already keeps
   * the time since which they wait. Returns the conversation.
   */
  async askedForPerson(identityId: string, how: WayOfAsking): Promise<string> {
    const now = this.clock.now();
    const episode = await this.episodes.forReply(identityId);
    await this.database.run(sql`
      update conversation
         set person_asked_at = ${now}, person_asked_how = ${how}, acknowledged_at = ${now}, version = version + 1,
             unanswered_since = coalesce(unanswered_since, ${now})
       where id = ${episode.id}`);
    await this.record(episode, identityId, how);
    this.live.changed({ conversation: episode.id, departments: [episode.departmentId] });
    return episode.id;
  }

  /**
   * The customer does not wait for an answer to this message. If nothing else is unanswered, nobody has to answer; if
   * the conversation was only this message and nobody holds it, it ends.
   */
  async wantsNothing(conversationId: string, messageId: string): Promise<void> {
    const another = sql`
      select 1 from message m
       where m.conversation_id = c.id and m.direction = 'in' and m.id <> ${messageId}`;
    const asked = sql`coalesce(c.person_asked_at >= c.unanswered_since, false)`;
    const { from, to } = TALK_ACTS.answered;
    const settled = await this.database.maybe<{ state: string }>(sql`
      update conversation c
         set unanswered_since = null, version = version + 1,
             state = case when ${over(from, another)} then ${to} else state end,
             ended_at = case when ${over(from, another)} then ${this.clock.now()}::timestamptz end
       where c.id = ${conversationId} and c.state <> 'ended' and not ${asked}
         and not exists (${another} and m.sent_at >= c.unanswered_since)
      returning state`);
    if (settled?.state === to)
      await this.events.record('conversation.ended', { type: 'conversation', id: conversationId }, {});
  }

  /**
   * Returns true if the customer is to be told, unasked, that somebody will read this: nobody holds the conversation,
   * nothing else is about to be sent to them, and they were not told so within these hours or, without hours, ever in
   * this conversation.
   */
  async acknowledge(conversationId: string, hours?: number): Promise<boolean> {
    const now = this.clock.now();
    const before = hours === undefined ? null : new Date(now.getTime() - hours * 3_600_000);
    const told = await this.database.run(sql`
      update conversation c set acknowledged_at = ${now}
       where c.id = ${conversationId} and c.state = 'waiting' and c.assignee_id is null
         and (c.acknowledged_at is null or c.acknowledged_at <= ${before}::timestamptz)
         and not exists (select 1 from delivery d where d.identity_id = c.identity_id and d.state in ('planned', 'sending'))`);
    return told === 1;
  }

  /** The customer is without an answer after all. */
  @Reacts('delivery.lapsed')
  async replyLapsed({ subject }: Recorded<'delivery.lapsed'>): Promise<void> {
    await this.database.run(sql`
      update conversation set unanswered_since = coalesce(unanswered_since, ${this.clock.now()}), version = version + 1
       where id = ${subject.id} and state <> 'ended'`);
  }

  private async record({ id, started }: Episode, identityId: string, how: WayOfAsking): Promise<void> {
    const { customerId } = await this.database.one<{ customerId: string }>(
      sql`select customer_id from identity where id = ${identityId}`,
    );
    const subject = { type: 'conversation', id } as const;
    const by = { kind: 'customer', id: customerId } as const;
    if (started) await this.events.record('conversation.started', subject, { identityId, customerId }, by);
    await this.events.record('conversation.person_asked', subject, { identityId, how }, by);
  }
}

function over(from: readonly TalkState[], another: Sql): Sql {
  return sql`c.state = any(${[...from]}::text[]) and c.assignee_id is null and not exists (${another})`;
}
