import { Injectable } from '@nestjs/common';
import type { Known } from '../customers/index.js';
import { type ChannelAccount, ContactLedger, type WindowSource } from '../delivery/index.js';
import { MessageAnnouncing } from './message-announcing.service.js';
import { type MessageFact, MessageWriting } from './message-writing.service.js';

/** The one way a customer's message gets in, whatever channel it came by. */
@Injectable()
export class MessageIntake {
  constructor(
    private readonly writing: MessageWriting,
    private readonly ledger: ContactLedger,
    private readonly announcing: MessageAnnouncing,
  ) {}

  async take(account: ChannelAccount, known: Known, message: { fact: MessageFact; at: Date }): Promise<void> {
    const { messageId, ...episode } = await this.writing.write(account, known, message);
    await this.ledger.open(known.identityId, windowOf(message.fact), message.at);
    await this.announcing.received(episode, known, { id: messageId, kind: message.fact.kind });
  }
}

/** Tapping an item in the chat counts as the menu does, not as writing. */
function windowOf(fact: MessageFact): WindowSource {
  return fact.kind === 'text' && fact.choice !== undefined ? 'menu' : 'message';
}
