import { Injectable } from '@nestjs/common';
import { Waiting } from '../conversations/index.js';
import type { Reading } from '../triage/index.js';
import { type Added, CustomerWords } from './customer-words.service.js';
import type { ProgressLine } from './events.js';
import type { InboundMessage } from './inbound-message.js';
import { IntakeEvents } from './intake-events.service.js';
import { NamedTickets } from './named-tickets.service.js';
import { NewWork } from './new-work.service.js';
import { SaidLately, type Work } from './said-lately.service.js';

/** Says what becomes of words whose meaning is known. */
@Injectable()
export class Landing {
  constructor(
    private readonly said: SaidLately,
    private readonly tickets: NamedTickets,
    private readonly newWork: NewWork,
    private readonly words: CustomerWords,
    private readonly events: IntakeEvents,
    private readonly waiting: Waiting,
  ) {}

  /** Words become work, alone or with what was said before. Work of the type of a ticket that they name is that ticket's. */
  async take(message: InboundMessage, reading: Reading, named: ProgressLine[]): Promise<void> {
    const works = await this.said.worksOf(message, reading);
    const continued = works.find(({ type }) => type === named[0]?.type);
    const others = works.filter((work) => work !== continued);
    if (continued || others.length === 0) await this.free(message, named, continued ?? reading);
    if (others.length === 0) return;
    const joined = await this.newWork.take(message, others, reading.orders);
    if (joined !== null) await this.events.added(message, joined);
  }

  /** What was solved is not. A closed ticket gets a sequel. Without any ticket these are free words. */
  async again(message: InboundMessage, reading: Reading, named: ProgressLine[]): Promise<void> {
    if (reading.work && named.length === 0) return this.take(message, reading, named);
    const meant = await this.meant(message, named);
    if (meant !== undefined) {
      const added = await this.words.add(meant, message);
      if (added === 'added') await this.events.added(message, meant);
      if (added !== 'over') return;
    }
    const closed = named[0]?.ticketId ?? (await this.tickets.latestFinished(message.customerId));
    if (closed === null) await this.events.leftToPerson(message);
    else await this.newWork.follow(message, closed, reading);
  }

  async person(message: InboundMessage, reading: Reading): Promise<void> {
    const works = await this.said.worksOf(message, reading);
    if (works.length > 0) await this.newWork.take(message, works, reading.orders);
    await this.events.personWanted(message, 'words');
  }

  /** The customer is taken to mean the ticket that changed last. */
  async urged(message: InboundMessage): Promise<void> {
    const ticket = await this.tickets.latest(message.customerId);
    const added = ticket ? await this.words.add(ticket.id, message) : 'over';
    if (added === 'over') await this.events.personWanted(message, 'words');
    else await this.events.urged(message, ticket!.id);
  }

  /** Thanks reopen nothing and wait for nobody, unless somebody works on a ticket that they may be an answer to. */
  async thanks(message: InboundMessage): Promise<void> {
    const ticket = await this.tickets.latest(message.customerId);
    if (ticket && !ticket.finished) {
      await this.words.add(ticket.id, message);
      return;
    }
    if (ticket) await this.words.keep(ticket.id, message);
    await this.waiting.wantsNothing(message.conversationId, message.messageId);
  }

  /** A greeting carries no matter, so it reopens nothing. It belongs to a ticket on which somebody works. */
  async greeting(message: InboundMessage, reading: Reading): Promise<void> {
    const ticket = await this.tickets.latest(message.customerId);
    if (ticket && !ticket.finished) await this.free(message, [], reading);
    else await this.events.leftToPerson(message, true);
  }

  /** Words that name no work continue the ticket that they name, else the one that changed last. */
  private async free(message: InboundMessage, named: ProgressLine[], said: Work | Reading): Promise<void> {
    const ticketId = await this.meant(message, named, said.facts);
    const added = ticketId === undefined ? 'over' : await this.addTo(ticketId, message, said);
    if (added === 'over') await this.events.leftToPerson(message);
    else if (added !== 'reopened') await this.events.added(message, ticketId!, added === 'learnt');
  }

  private addTo(ticketId: string, message: InboundMessage, said: Work | Reading): Promise<Added> {
    const fields = { ...said.facts };
    if (!('from' in said)) return this.words.add(ticketId, message, fields);
    return this.newWork.add(ticketId, message, { work: said, fields });
  }

  private async meant(
    { customerId }: InboundMessage,
    named: ProgressLine[],
    { order }: Reading['facts'] = {},
  ): Promise<string | undefined> {
    if (named[0]) return named[0].ticketId;
    const ofOrder = order === undefined ? null : await this.tickets.forOrder(customerId, order);
    return ofOrder ?? (await this.tickets.latest(customerId))?.id;
  }
}
