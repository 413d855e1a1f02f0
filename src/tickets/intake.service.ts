import { Injectable } from '@nestjs/common';
import { MessageTexts } from '../conversations/index.js';
import { orderAlone, type Reading, Triage } from '../triage/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';
import type { ProgressLine } from './events.js';
import type { InboundMessage } from './inbound-message.js';
import { Landing } from './landing.service.js';
import { NamedTickets } from './named-tickets.service.js';
import { isNumberAlone, withoutTickets } from './number.js';
import { ProgressQuestions } from './progress-questions.service.js';

/** A voice has a text if the channel recognised it. */
const SPOKEN = ['text', 'voice'];

/**
 * Whatever a customer writes lands somewhere: it becomes work, continues a ticket, is answered, or waits for a person
 * who is promised. Thanks alone want nothing.
 */
@Injectable()
export class Intake {
  constructor(
    private readonly texts: MessageTexts,
    private readonly triage: Triage,
    private readonly tickets: NamedTickets,
    private readonly questions: ProgressQuestions,
    private readonly landing: Landing,
  ) {}

  @Reacts('conversation.message_received')
  async messageReceived(event: Recorded<'conversation.message_received'>): Promise<void> {
    const { messageId, identityId, customerId, kind } = event.data;
    const text = SPOKEN.includes(kind) ? await this.texts.of(messageId) : '';
    const message = { messageId, conversationId: event.subject.id, identityId, customerId, text };
    const named = await this.tickets.byNumber(customerId, text);
    const reading = await this.readingBeside(text, named);
    const order = named.length > 0 ? undefined : await this.orderOf(message, reading);
    if (order !== undefined) return this.landing.take(message, withOrder(reading, order), named);
    await this.land(message, reading, named);
  }

  /**
   * `工单T100010进度` asks what `工单进度` asks. A number that is one of the customer's tickets is no order, although orders
   * may look the same.
   */
  private readingBeside(text: string, named: ProgressLine[]): Promise<Reading> {
    const numbers = named.map(({ number }) => number);
    return this.triage.read(numbers.length > 0 ? withoutTickets(text, numbers) : text);
  }

  /** A number said alone is the order of an open ticket that has none. */
  private async orderOf(
    { customerId, text }: InboundMessage,
    { work }: Reading,
  ): Promise<string | undefined> {
    const order = work === null ? orderAlone(text) : undefined;
    if (order === undefined) return undefined;
    return (await this.tickets.forOrder(customerId, order)) === null ? undefined : order;
  }

  private async land(message: InboundMessage, reading: Reading, named: ProgressLine[]): Promise<void> {
    if (isNumberAlone(message.text) && (await this.questions.number(message, named))) return;
    if (await this.wished(message, reading, named)) return;
    await this.landing.take(message, reading, named);
  }

  /** Returns false if the text wants nothing beside work, or if what it asks is no question about a case. */
  private async wished(message: InboundMessage, reading: Reading, named: ProgressLine[]): Promise<boolean> {
    const intent = reading.wish?.intent;
    if (intent === 'progress') return this.questions.answer(message, reading, named);
    if (intent === 'thanks') await this.landing.thanks(message);
    else if (intent === 'person') await this.landing.person(message, reading);
    else if (intent === 'escalation') await this.landing.urged(message);
    else if (intent === 'greeting') await this.landing.greeting(message, reading);
    else if (intent === 'again') await this.landing.again(message, reading, named);
    else return false;
    return true;
  }
}

function withOrder(reading: Reading, order: string): Reading {
  return { ...reading, facts: { ...reading.facts, order } };
}
