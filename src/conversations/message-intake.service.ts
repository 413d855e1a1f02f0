import { Injectable } from '@nestjs/common';
import type { Known } from '../customers/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { ChannelAccount, InboundFact } from './channel.js';
import { ContactLedger, type WindowSource } from './contact-ledger.service.js';
import { type Episode, Episodes } from './episodes.service.js';
import { MessageAnnouncing } from './message-announcing.service.js';

export type MessageFact = Extract<InboundFact, { type: 'message' }>;

/** The one way a customer's message gets in, whatever channel it came by. */
@Injectable()
export class MessageIntake {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly episodes: Episodes,
    private readonly ledger: ContactLedger,
    private readonly announcing: MessageAnnouncing,
  ) {}

  async take(account: ChannelAccount, known: Known, message: { fact: MessageFact; at: Date }): Promise<void> {
    const episode = await this.episodes.forMessage(account, known, message.at);
    const messageId = await this.insert(episode, known, message);
    await this.ledger.opened(known.identityId, windowOf(message.fact), message.at);
    await this.announcing.received(episode, known, { id: messageId, kind: message.fact.kind });
  }

  private async insert(
    episode: Episode,
    known: Known,
    message: { fact: MessageFact; at: Date },
  ): Promise<string> {
    const { kind, text, providerId } = message.fact;
    const { id } = await this.database.one<{ id: string }>(sql`
      insert into message (conversation_id, direction, author_kind, author_id, author_name, kind, text, content,
                           provider_id, sent_at, created_at)
      values (${episode.id}, 'in', 'customer', ${known.customerId}, ${known.customerName}, ${kind}, ${text},
              ${JSON.stringify(contentOf(message.fact))}, ${providerId}, ${message.at}, ${this.clock.now()})
      returning id`);
    return id;
  }
}

/** Tapping an item in the chat counts as the menu does, not as writing. */
function windowOf(fact: MessageFact): WindowSource {
  return fact.kind === 'text' && fact.choice !== undefined ? 'menu' : 'message';
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

/** What a kind of message has beside its text, e.g. the id of a picture. */
function contentOf(fact: MessageFact): object {
  return Object.fromEntries(Object.entries(fact).filter(([name]) => KEPT[fact.kind].includes(name)));
}
