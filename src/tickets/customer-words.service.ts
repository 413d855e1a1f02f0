import { Injectable } from '@nestjs/common';
import { Events } from '../platform/events/index.js';
import { Finding } from './finding.service.js';
import type { InboundMessage } from './inbound-message.js';
import { Tickets } from './loading.service.js';
import { TicketOpening } from './opening.service.js';
import { Resolutions } from './resolution.service.js';
import type { Fields, Ticket } from './ticket.js';

/**
 * What became of words that were meant for a ticket: `learnt` says that it is open and got a fact that it lacked, and
 * `over` that it takes none any more.
 */
export type Added = 'added' | 'learnt' | 'reopened' | 'over';

@Injectable()
export class CustomerWords {
  constructor(
    private readonly tickets: Tickets,
    private readonly opening: TicketOpening,
    private readonly resolutions: Resolutions,
    private readonly finding: Finding,
    private readonly events: Events,
  ) {}

  /** Adds the message to the ticket and fills in facts that it lacked. A ticket that was solved lately opens again. */
  async add(ticketId: string, message: InboundMessage, fields: Fields = {}): Promise<Added> {
    const ticket = await this.tickets.lockById(ticketId);
    const { finished: wasFinished, identityId: formerIdentityId } = ticket;
    if (wasFinished && !(await this.resolutions.reopenFor(ticket, message))) return 'over';
    const moved = ticket.status === 'waiting_on_customer' ? ticket.move('hear') : null;
    const known = ticket.fields;
    const fresh = Object.entries(lackingIn(known, fields));
    this.tickets.change(ticket, {
      fields: { ...Object.fromEntries(fresh), ...known },
      conversationId: message.conversationId,
      identityId: message.identityId,
      stage: moved ? 'in_progress' : ticket.stage,
    });
    if (fresh.length > 0) await this.finding.follow(ticket.id);
    this.opening.quote(ticket, message.messageId);
    await this.record(ticket, message, { moved, formerIdentityId });
    if (wasFinished) return 'reopened';
    return fresh.length > 0 ? 'learnt' : 'added';
  }

  /** Thanks stand beside the ticket they belong to and change nothing about it. */
  async keep(ticketId: string, message: InboundMessage): Promise<void> {
    const ticket = await this.tickets.lockById(ticketId);
    this.opening.quote(ticket, message.messageId);
  }

  private async record(
    ticket: Ticket,
    { messageId, customerId }: InboundMessage,
    {
      moved,
      formerIdentityId,
    }: { moved: ReturnType<Ticket['move']> | null; formerIdentityId: string | null },
  ): Promise<void> {
    const by = { kind: 'customer', id: customerId } as const;
    if (formerIdentityId !== ticket.identityId) {
      const changed = { ...ticket.fact(), formerIdentityId };
      await this.events.record('ticket.contact_changed', ticket.subjectRef, changed, by);
    }
    await this.events.record('ticket.customer_wrote', ticket.subjectRef, { ...ticket.fact(), messageId }, by);
    if (!moved) return;
    const fact = { ...ticket.fact(), ...moved };
    await this.events.record('ticket.status_changed', ticket.subjectRef, fact, by);
  }
}

/** The currency belongs to the amount that stands beside it. */
function lackingIn(known: Fields, fields: Fields): Fields {
  const { currency, ...others } = fields;
  const told = known.amount === undefined && currency !== undefined ? { ...others, currency } : others;
  return Object.fromEntries(Object.entries(told).filter(([field]) => known[field] === undefined));
}
