import { Injectable } from '@nestjs/common';
import { MessageTexts } from '../conversations/index.js';
import { Triage } from '../triage/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { CustomerWords } from './customer-words.service.js';
import type { InboundMessage } from './inbound-message.js';
import { Progress } from './progress.service.js';
import { Works } from './works.service.js';

/** A voice has a text if the channel recognised it. */
const SPOKEN = ['text', 'voice'];

/**
 * A message that fits the rule of a ticket type opens a ticket or is added to the customer's open ticket of that type.
 * A question about progress is answered. Anything else waits for a person.
 */
@Injectable()
export class Intake {
  constructor(
    private readonly texts: MessageTexts,
    private readonly triage: Triage,
    private readonly words: CustomerWords,
    private readonly progress: Progress,
    private readonly works: Works,
  ) {}

  @Reacts('conversation.message_received')
  async messageReceived(event: Recorded<'conversation.message_received'>): Promise<void> {
    const { messageId, identityId, customerId, kind } = event.data;
    const text = SPOKEN.includes(kind) ? await this.texts.of(messageId) : '';
    const message = { messageId, conversationId: event.subject.id, identityId, customerId, text };
    const { verdict, facts } = await this.triage.read(text);
    if (verdict?.intent === 'progress') await this.progress.asked(message);
    else if (verdict?.intent === 'person') await this.progress.personWanted(message);
    else if (verdict?.intent === 'escalation') await this.urged(message);
    else if (!(await this.works.take(message, verdict, facts))) await this.words.addToLatest(message);
  }

  /** The customer is taken to mean the open ticket that changed last. */
  private async urged(message: InboundMessage): Promise<void> {
    await this.words.addToLatest(message);
    await this.progress.urged(message);
  }
}
