import { Injectable } from '@nestjs/common';
import type { Facts, Verdict } from '../triage/index.js';
import { Database, sql } from '../platform/database/index.js';
import { masked } from '../platform/reading/index.js';
import { CustomerWords } from './customer-words.service.js';
import type { InboundMessage } from './inbound-message.js';
import type { Priority } from './lifecycle.js';
import { TicketOpening } from './opening.service.js';
import { Raising } from './raising.service.js';
import { SaidLately, type Work } from './said-lately.service.js';

const SUBJECT_LENGTH = 80;

/** Makes work of what a customer said: each adds to the open ticket of its type and may raise it, or opens a ticket. */
@Injectable()
export class Works {
  constructor(
    private readonly database: Database,
    private readonly said: SaidLately,
    private readonly words: CustomerWords,
    private readonly opening: TicketOpening,
    private readonly raising: Raising,
  ) {}

  /** Returns false if the message makes no work. */
  async take(message: InboundMessage, verdict: Verdict | null, facts: Facts): Promise<boolean> {
    const works = await this.said.worksOf(message, verdict, facts);
    for (const work of works) await this.one(message, work);
    return works.length > 0;
  }

  /** The customer's row is locked first, so that two simultaneous messages do not open two tickets of the same type. */
  private async one(message: InboundMessage, work: Work): Promise<void> {
    const { name: customerName } = await this.database.one<{ name: string }>(
      sql`select name from customer where id = ${message.customerId} for update`,
    );
    if (await this.words.addToOpen(message, work.type, { ...work.facts })) {
      await this.raising.raise(message.customerId, work);
    } else await this.open(message, customerName, work);
  }

  private async open(message: InboundMessage, customerName: string, work: Work): Promise<void> {
    const { department, rule, priority } = work.verdict;
    const ticket = await this.opening.open(
      {
        ...message,
        customerName,
        subject: subjectOf(message.text),
        type: work.type,
        priority: priority as Priority | null,
        department,
        fields: { ...work.facts },
        reason: this.raising.reasonOf(work),
        rule,
      },
      { kind: 'customer', id: message.customerId },
    );
    for (const { messageId } of work.from) if (messageId) await this.opening.quote(ticket, messageId);
  }
}

/** Lists and notices show subjects, so no personal number stands there. */
export function subjectOf(text: string): string {
  const line = masked(text.trim()).split('\n')[0] ?? '';
  const characters = [...line];
  return characters.length > SUBJECT_LENGTH ? `${characters.slice(0, SUBJECT_LENGTH - 1).join('')}…` : line;
}
