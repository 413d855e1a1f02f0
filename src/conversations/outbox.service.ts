import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import { Live } from '../platform/live/index.js';
import type { OutboundContent } from './channel.js';
import type { Episode } from './episodes.service.js';
import { TALK_ACTS, type TalkState } from './lifecycle.js';

/** One thing to be sent. `reasonKey` is why, e.g. `reply:77`: a second plan for the same reason is refused by the database. */
export interface Plan {
  reasonKey: string;
  identityId: string;
  episode: Episode;
  purpose: string;
  content: OutboundContent;
  /** How it is written down, where that is not what is sent: a file is kept, a link to it goes. */
  written?: { kind: string; text: string };
  author: { kind: 'member' | 'bot' | 'system'; id?: string; name?: string };
  ticketId?: string | null;
  /** The customer's question that this answers in full, so that no person needs to. */
  answersMessageId?: string | null;
  /** May use the last send of a window, which is kept for a status notice. */
  takesLast?: boolean;
  /** Where no route is left somebody calls the customer; `at_once` where it is to be said that way from the start. */
  call?: 'if_needed' | 'at_once';
  /** Short messages of the author right after it may go with it as one. */
  joins?: boolean;
}

export const DELIVERIES_DUE = 'deliveries_due';

/** Writes down what is to be said, and that it must be sent. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly wakeups: Wakeups,
    private readonly events: Events,
  ) {}

  /** In the transaction of what caused it. Returns the message and its delivery. */
  async plan(plan: Plan): Promise<{ messageId: string; deliveryId: string }> {
    const now = this.clock.now();
    const { author, episode, content } = plan;
    const calls = plan.call === 'at_once';
    const { kind, text } = plan.written ?? { kind: content.attachment?.kind ?? 'text', text: content.text };
    const planned = await this.database.one<{ messageId: string; deliveryId: string }>(sql`
      with said as (
        insert into message (conversation_id, direction, author_kind, author_id, author_name, kind, text, sent_at, created_at)
        values (${episode.id}, 'out', ${author.kind}, ${author.id ?? null}, ${author.name ?? null}, ${kind}, ${text}, ${now}, ${now})
        returning id
      ), known as (
        -- Deliveries are claimed by this row: somebody who never wrote has none yet.
        insert into contact_ledger (identity_id) values (${plan.identityId}) on conflict do nothing
      ), spoken as (
        update conversation set last_message_at = ${now} where id = ${episode.id}
      )
      insert into delivery (reason_key, identity_id, account_id, conversation_id, message_id, ticket_id, purpose, content, created_at,
                            due_at, route, reason, may_call, takes_last, joins_author)
      select ${plan.reasonKey}, ${plan.identityId}, ${episode.accountId}, ${episode.id}, said.id, ${plan.ticketId ?? null},
             ${plan.purpose}, ${JSON.stringify(content)}, ${now}, ${calls ? null : now}, ${calls ? 'call' : null},
             ${calls ? 'call_asked' : null}, ${plan.call !== undefined}, ${plan.takesLast ?? false}, ${plan.joins ? author.id : null} from said
      returning message_id, id delivery_id`);
    if (plan.answersMessageId) await this.answered(episode.id, plan.answersMessageId);
    this.live.changed({ conversation: episode.id, departments: [episode.departmentId] });
    this.wakeups.wake(DELIVERIES_DUE);
    return planned;
  }

  /**
   * Nobody has to answer any more, unless something else of the customer's is unanswered. A conversation that was only
   * this question, and that nobody holds, is over.
   */
  private async answered(conversationId: string, messageId: string): Promise<void> {
    const another = sql`
      select 1 from message m
       where m.conversation_id = c.id and m.direction = 'in' and m.id <> ${messageId}`;
    const { from, to } = TALK_ACTS.answered;
    const settled = await this.database.maybe<{ state: string }>(sql`
      update conversation c
         set unanswered_since = null, version = version + 1,
             state = case when ${over(from, another)} then ${to} else state end,
             ended_at = case when ${over(from, another)} then ${this.clock.now()}::timestamptz end
       where c.id = ${conversationId} and c.state <> 'ended'
         and not exists (${another} and m.sent_at >= c.unanswered_since)
      returning state`);
    if (settled?.state === to)
      await this.events.record('conversation.ended', { type: 'conversation', id: conversationId }, {});
  }
}

function over(from: readonly TalkState[], another: Sql): Sql {
  return sql`c.state = any(${[...from]}::text[]) and c.assignee_id is null and not exists (${another})`;
}
