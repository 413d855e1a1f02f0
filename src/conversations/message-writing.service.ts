import { Injectable } from '@nestjs/common';
import type { Person } from '../customers/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type ChannelAccount, type InboundFact, reached } from '../delivery/index.js';
import { type Episode, Episodes } from './episodes.service.js';
import { MessageTexts } from './message-texts.service.js';

export type MessageFact = Extract<InboundFact, { type: 'message' }>;

interface Written extends Episode {
  messageId: string;
}

@Injectable()
export class MessageWriting {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly episodes: Episodes,
    private readonly texts: MessageTexts,
  ) {}

  async write(
    account: ChannelAccount,
    known: Person,
    message: { fact: MessageFact; at: Date },
  ): Promise<Written> {
    const { kind, text, providerId } = message.fact;
    const written = await this.database.one<Written>(sql`
      with episode as (${this.episodes.forMessage(account, known, message.at)}), reached as (${reached(known.identityId, message.at)})
      insert into message (conversation_id, direction, author_kind, author_id, author_name, kind, text, content,
                           provider_id, sent_at, created_at)
      select episode.id, 'in', 'customer', ${known.customerId}::bigint, ${known.customerName}, ${kind}, ${text},
             ${JSON.stringify(contentOf(message.fact))}::jsonb, ${providerId},
             ${message.at}::timestamptz, ${this.clock.now()}::timestamptz
        from episode
      returning id message_id, conversation_id id, (select department_id from episode) department_id,
                (select account_id from episode) account_id, (select started from episode) started`);
    this.episodes.remember(known.identityId, written);
    this.texts.remember(written.messageId, text);
    return written;
  }
}

const KEPT: Record<MessageFact['kind'], string[]> = {
  text: ['choice'],
  image: ['mediaId', 'previewUrl'],
  voice: ['mediaId', 'format'],
  video: ['mediaId', 'thumbnailId'],
  location: ['latitude', 'longitude'],
  link: ['url', 'description'],
  file: ['bytes'],
  unsupported: ['original'],
};

function contentOf(fact: MessageFact): object {
  return Object.fromEntries(Object.entries(fact).filter(([name]) => KEPT[fact.kind].includes(name)));
}
