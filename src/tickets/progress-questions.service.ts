import { Injectable } from '@nestjs/common';
import type { Reading } from '../triage/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';
import type { ProgressLine } from './events.js';
import type { InboundMessage } from './inbound-message.js';
import { IntakeEvents } from './intake-events.service.js';
import { NamedTickets } from './named-tickets.service.js';
import { NewWork } from './new-work.service.js';
import { numbersIn } from './number.js';
import { SaidLately } from './said-lately.service.js';

/** Finds out which tickets a question about progress means, typed or chosen from the menu. It opens no ticket. */
@Injectable()
export class ProgressQuestions {
  constructor(
    private readonly named: NamedTickets,
    private readonly said: SaidLately,
    private readonly newWork: NewWork,
    private readonly events: IntakeEvents,
  ) {}

  @Reacts('contact.menu_clicked')
  async menuClicked({ data }: Recorded<'contact.menu_clicked'>): Promise<void> {
    const { identityId, customerId, item } = data;
    const asker = { identityId, customerId, messageId: null };
    if (item === 'progress') await this.events.progressAsked(asker, await this.named.standing(customerId));
    if (item === 'person') await this.events.personWanted(asker, 'menu');
  }

  /** Returns false if the number is no ticket of the customer's and does not say that it is one. */
  async number(message: InboundMessage, named: ProgressLine[]): Promise<boolean> {
    if (named.length === 0 && !numbersIn(message.text).some(({ certain }) => certain)) return false;
    await this.events.progressAsked(message, named, named.length === 0);
    return true;
  }

  /** Returns false if the text is about new work or about an order that no ticket of the customer's has. */
  async answer(message: InboundMessage, reading: Reading, named: ProgressLine[]): Promise<boolean> {
    const tickets = named.length > 0 ? named : await this.meant(message, reading);
    const work = this.said.workAlone(message, reading);
    if (work) {
      const open = tickets.find((ticket) => ticket.type === work.type && !ticket.finished);
      if (!open) return false;
      await this.newWork.add(open.ticketId, message, { work, fields: { ...work.facts } });
      await this.events.progressAsked(message, [open], true);
      return true;
    }
    const isExact = reading.verdict?.rule.key === 'progress';
    await this.events.progressAsked(message, tickets, tickets.length === 0 && !isExact);
    return true;
  }

  private async meant(
    { customerId, text }: InboundMessage,
    { facts, wish }: Reading,
  ): Promise<ProgressLine[]> {
    if (facts.order !== undefined) return this.named.byOrder(customerId, facts.order);
    if (numbersIn(text).some(({ certain }) => certain)) return [];
    const ofType = wish?.type ? await this.named.standing(customerId, wish.type) : [];
    return ofType.length > 0 ? ofType : this.named.standing(customerId);
  }
}
