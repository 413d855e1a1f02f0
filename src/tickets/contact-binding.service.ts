import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Events, Reacts, type Recorded } from '../platform/events/index.js';
import { Tickets } from './loading.service.js';
import { Ticket } from './ticket.js';

/**
 * A ticket is linked to the customer who scanned the code made for it. When two customers turn out to be one person,
 * their tickets are joined too.
 */
@Injectable()
export class ContactBinding {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly events: Events,
  ) {}

  @Reacts('contact.bound')
  async bound({ data }: Recorded<'contact.bound'>): Promise<void> {
    if (data.ticketId === null) return;
    const ticket = await this.tickets.lockById(data.ticketId);
    this.tickets.change(ticket, { identityId: data.identityId, customerId: data.customerId });
    const by = { kind: 'customer', id: data.customerId } as const;
    await this.events.record('ticket.contact_bound', ticket.subjectRef, ticket.fact(), by);
  }

  @Reacts('customer.joined')
  async joined({ subject, data, by }: Recorded<'customer.joined'>): Promise<void> {
    const rows = await this.database.rows<object>(
      sql`update ticket set customer_id = ${subject.id} where customer_id = ${data.from} returning *`,
    );
    const moved = rows.map((row) => Object.assign(new Ticket(), row));
    await this.events.recordMany(
      moved.map((ticket) => ({
        name: 'ticket.customer_joined',
        subject: ticket.subjectRef,
        data: { ...ticket.fact(), formerCustomerId: data.from },
        by,
      })),
    );
  }
}
