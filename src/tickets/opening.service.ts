import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import type { Priority } from './lifecycle.js';
import { Tickets } from './loading.service.js';
import { findableBy } from './search.js';
import type { Fields, Localized, Ticket } from './ticket.js';
import { TicketTypes } from './types.service.js';

export interface Opening {
  subject: string;
  type: string;
  priority?: Priority | null;
  /** A department key; else the type's. */
  department?: string | null;
  customerId: string;
  identityId?: string | null;
  conversationId?: string | null;
  messageId?: string | null;
  fields?: Fields;
  reason: Localized;
  rule?: { key: string; version: number } | null;
}

/** The one place where a ticket begins. */
@Injectable()
export class TicketOpening {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly types: TicketTypes,
    private readonly tickets: Tickets,
    private readonly events: Events,
  ) {}

  async open(opening: Opening, by: Actor): Promise<Ticket> {
    const id = await this.insert(opening);
    const ticket = await this.tickets.lockById(id);
    const { conversationId = null, messageId = null } = opening;
    if (messageId !== null) await this.quote(ticket, messageId);
    const fact = { ...ticket.fact(), conversationId, messageId, rule: opening.rule?.key ?? null };
    await this.events.record('ticket.opened', ticket.subjectRef, fact, by);
    this.tickets.hint(ticket);
    return ticket;
  }

  /** Notes that the ticket quotes the message. */
  async quote(ticket: Ticket, messageId: string): Promise<void> {
    await this.database.run(sql`
      insert into ticket_message (ticket_id, message_id) values (${ticket.id}, ${messageId}) on conflict do nothing`);
  }

  private async insert(opening: Opening): Promise<string> {
    const type = await this.types.require(opening.type);
    const now = this.clock.now();
    const { id, words } = await this.database.one<{ id: string; words: string }>(sql`
      with opened as (
        insert into ticket (subject, type, priority, department_id, customer_id, identity_id, conversation_id, fields,
                            reason, rule_key, rule_version, opened_at, updated_at)
        values (${opening.subject}, ${type.key}, ${opening.priority ?? type.priority},
                coalesce((select id from department where key = ${opening.department ?? null}), ${type.departmentId}),
                ${opening.customerId}, ${opening.identityId ?? null}, ${opening.conversationId ?? null},
                ${JSON.stringify(opening.fields ?? {})}, ${JSON.stringify(opening.reason)},
                ${opening.rule?.key ?? null}, ${opening.rule?.version ?? null}, ${now}, ${now})
        returning id, number, subject, fields, customer_id
      )
      select o.id, concat_ws(' ', 'T' || o.number, o.number, o.subject, c.name, o.fields->>'order', o.fields->>'errorCode') words
        from opened o join customer c on c.id = o.customer_id`);
    await this.database.run(findableBy(id, words));
    return id;
  }
}
