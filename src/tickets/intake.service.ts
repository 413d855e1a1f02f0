import { Injectable } from '@nestjs/common';
import { MessageTexts } from '../conversations/index.js';
import { Triage, type Verdict } from '../triage/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { CustomerWords } from './customer-words.service.js';
import type { InboundMessage } from './inbound-message.js';
import { Progress } from './progress.service.js';
import { TicketOpening } from './opening.service.js';
import type { Priority } from './lifecycle.js';
import type { Fields } from './ticket.js';

const SUBJECT_LENGTH = 80;

/**
 * A message that fits the rule of a ticket type opens a ticket or is added to the customer's open ticket of that type.
 * A question about progress is answered. Anything else waits for a person.
 */
@Injectable()
export class Intake {
  constructor(
    private readonly database: Database,
    private readonly texts: MessageTexts,
    private readonly triage: Triage,
    private readonly opening: TicketOpening,
    private readonly words: CustomerWords,
    private readonly progress: Progress,
  ) {}

  @Reacts('conversation.message_received')
  async messageReceived(event: Recorded<'conversation.message_received'>): Promise<void> {
    const { messageId, identityId, customerId, kind } = event.data;
    const text = kind === 'text' ? await this.texts.of(messageId) : '';
    const message = { messageId, conversationId: event.subject.id, identityId, customerId, text };
    const { verdict, facts } = await this.triage.read(text);
    if (verdict?.intent === 'progress') await this.progress.asked(message);
    else if (verdict?.intent === 'person') await this.progress.personWanted(message);
    else if (verdict?.intent === 'escalation') await this.urged(message);
    else if (verdict?.type) await this.work(message, { ...verdict, type: verdict.type }, { ...facts });
    else await this.words.addToLatest(message);
  }

  /** The customer is taken to mean the open ticket that changed last. */
  private async urged(message: InboundMessage): Promise<void> {
    await this.words.addToLatest(message);
    await this.progress.urged(message);
  }

  /** The customer's row is locked first, so that two simultaneous messages do not open two tickets of the same type. */
  private async work(
    message: InboundMessage,
    verdict: Verdict & { type: string },
    fields: Fields,
  ): Promise<void> {
    const { name: customerName } = await this.database.one<{ name: string }>(
      sql`select name from customer where id = ${message.customerId} for update`,
    );
    if (await this.words.addToOpen(message, verdict.type, fields)) return;
    const { type, department, reason, rule } = verdict;
    const by = { kind: 'customer', id: message.customerId } as const;
    const subject = subjectOf(message.text);
    const priority = verdict.priority as Priority | null;
    const opening = { ...message, customerName, subject, type, priority, department, fields, reason, rule };
    await this.opening.open(opening, by);
  }
}

export function subjectOf(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  const characters = [...line];
  return characters.length > SUBJECT_LENGTH ? `${characters.slice(0, SUBJECT_LENGTH - 1).join('')}…` : line;
}
