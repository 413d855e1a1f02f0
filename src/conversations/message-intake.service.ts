import { Injectable } from '@nestjs/common';
import type { Person } from '../customers/index.js';
import { type Draft, Events } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import { type ChannelAccount, ContactLedger, type WindowSource } from '../delivery/index.js';
import type { Episode } from './episodes.service.js';
import type { Heard } from './heard.js';
import { type MessageFact, MessageWriting } from './message-writing.service.js';

@Injectable()
export class MessageIntake {
  constructor(
    private readonly writing: MessageWriting,
    private readonly ledger: ContactLedger,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  async take(account: ChannelAccount, known: Person, message: Heard & { fact: MessageFact }): Promise<void> {
    const { messageId, ...episode } = await this.writing.write(account, known, message);
    if (message.believable) await this.ledger.open(known.identityId, windowOf(message.fact), message.at);
    await this.announce(episode, known, { id: messageId, kind: message.fact.kind });
  }

  private async announce(
    episode: Episode,
    known: Person,
    message: { id: string; kind: string },
  ): Promise<void> {
    const subject = { type: 'conversation', id: episode.id } as const;
    const by = { kind: 'customer', id: known.customerId } as const;
    const { identityId, customerId } = known;
    const received: Draft<'conversation.message_received'> = {
      name: 'conversation.message_received',
      subject,
      data: { messageId: message.id, identityId, customerId, kind: message.kind },
      by,
    };
    const started: Draft<'conversation.started'> = {
      name: 'conversation.started',
      subject,
      data: { identityId, customerId },
      by,
    };
    await this.events.recordMany(episode.started ? [started, received] : [received]);
    this.live.changed({ conversation: episode.id, departments: [episode.departmentId] });
  }
}

/** A tap on an item in the chat counts as a use of the menu and not as a message. */
function windowOf(fact: MessageFact): WindowSource {
  return fact.kind === 'text' && fact.choice !== undefined ? 'menu' : 'message';
}
