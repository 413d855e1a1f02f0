import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import { Live } from '../platform/live/index.js';
import type { Episode } from './episodes.service.js';
import { DELIVERIES_DUE, type PlannedDelivery, planning } from '../delivery/index.js';
import { Waiting } from './waiting.service.js';

export interface Plan extends Omit<PlannedDelivery, 'accountId' | 'conversationId' | 'joinsAuthor'> {
  episode: Episode;
  /**
   * The message may be stored in another form than it is sent. For a file, the file is stored and a link is
   * sent.
   */
  written?: { kind: string; text: string };
  author: { kind: 'member' | 'bot' | 'system'; id?: string; name?: string };
  joins?: boolean;
}

export interface PlannedIds {
  messageId: string;
  deliveryId: string;
}

@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly wakeups: Wakeups,
    private readonly waiting: Waiting,
  ) {}

  /** Runs in the transaction of whatever caused the message. */
  async plan(plan: Plan): Promise<PlannedIds> {
    const [planned] = await this.write(plan);
    if (planned === undefined) throw new Error(`Nothing was planned for ${plan.reasonKey}`);
    return planned;
  }

  /** As `plan`, for whoever needs no ids: the rows travel with the next statement of the transaction. */
  async owe({ answersMessageId, ...plan }: Plan & { answersMessageId?: string | null }): Promise<void> {
    void this.write(plan);
    if (answersMessageId) await this.waiting.wantsNothing(plan.episode.id, answersMessageId);
  }

  private write(plan: Plan): Promise<PlannedIds[]> {
    const now = this.clock.now();
    const { author, episode, content } = plan;
    const joinsAuthor = plan.joins ? author.id : null;
    const { kind, text } = plan.written ?? { kind: content.attachment?.kind ?? 'text', text: content.text };
    this.live.changed({ conversation: episode.id, departments: [episode.departmentId] });
    this.wakeups.wake(DELIVERIES_DUE);
    return this.database.send<PlannedIds>(sql`
      with said as (
        insert into message (conversation_id, direction, author_kind, author_id, author_name, kind, text, sent_at, created_at)
        values (${episode.id}, 'out', ${author.kind}, ${author.id ?? null}, ${author.name ?? null}, ${kind}, ${text}, ${now}, ${now})
        returning id
      ), spoken as (
        update conversation set last_message_at = ${now} where id = ${episode.id}
      ), ${planning({ ...plan, accountId: episode.accountId, conversationId: episode.id, joinsAuthor }, now)}
      select message_id, delivery_id from planned`);
  }
}
