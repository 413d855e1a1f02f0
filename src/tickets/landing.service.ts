import { Injectable } from '@nestjs/common';
import { Waiting } from '../conversations/index.js';
import type { Reading } from '../triage/index.js';
import { CustomerWords } from './customer-words.service.js';
import type { ProgressLine } from './events.js';
import type { InboundMessage } from './inbound-message.js';
import { IntakeEvents } from './intake-events.service.js';
import { NewWork } from './new-work.service.js';
import type { Fields } from './ticket.js';

/** Says what becomes of words whose meaning is known. */
@Injectable()
export class Landing {
  constructor(
    private readonly newWork: NewWork,
    private readonly words: CustomerWords,
    private readonly events: IntakeEvents,
    private readonly waiting: Waiting,
  ) {}

  async work(message: InboundMessage, reading: Reading): Promise<void> {
    const joined = await this.newWork.take(message, reading);
    if (joined !== null) await this.events.added(message, joined);
  }

  /** Words that name no work continue the ticket that they name, else the one that changed last. */
  async free(message: InboundMessage, named: ProgressLine[], fields: Fields): Promise<void> {
    const ticketId = named[0]?.ticketId ?? (await this.words.latest(message.customerId))?.id;
    const added = ticketId === undefined ? 'over' : await this.words.add(ticketId, message, fields);
    if (added === 'over') await this.events.leftToPerson(message);
    else if (added === 'added') await this.events.added(message, ticketId!);
  }

  /** What was solved is not. A closed ticket gets a sequel. Without any ticket these are free words. */
  async again(message: InboundMessage, reading: Reading, named: ProgressLine[]): Promise<void> {
    if (reading.work && named.length === 0) return this.work(message, reading);
    const meant = named[0]?.ticketId ?? (await this.words.latest(message.customerId))?.id;
    if (meant !== undefined) {
      const added = await this.words.add(meant, message);
      if (added === 'added') await this.events.added(message, meant);
      if (added !== 'over') return;
    }
    const closed = named[0]?.ticketId ?? (await this.words.latestFinished(message.customerId));
    if (closed === null) await this.events.leftToPerson(message);
    else await this.newWork.follow(message, closed, reading);
  }

  async person(message: InboundMessage, reading: Reading): Promise<void> {
    if (reading.work) await this.newWork.take(message, reading);
    await this.events.personWanted(message, 'words');
  }

  /** The customer is taken to mean the ticket that changed last. */
  async urged(message: InboundMessage): Promise<void> {
    const ticket = await this.words.latest(message.customerId);
    const added = ticket ? await this.words.add(ticket.id, message) : 'over';
    if (added === 'over') await this.events.personWanted(message, 'words');
    else await this.events.urged(message, ticket!.id);
  }

  /** Thanks reopen nothing and wait for nobody, unless somebody works on a ticket that they may be an answer to. */
  async thanks(message: InboundMessage): Promise<void> {
    const ticket = await this.words.latest(message.customerId);
    if (ticket && !ticket.finished) {
      await this.words.add(ticket.id, message);
      return;
    }
    if (ticket) await this.words.keep(ticket.id, message);
    await this.waiting.wantsNothing(message.conversationId, message.messageId);
  }
}
