import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import type { Priority } from './lifecycle.js';
import { Tickets } from './loading.service.js';
import { searchWords } from './search.js';
import { type Fields, type Localized, Ticket } from './ticket.js';
import { TicketTypes } from './types.service.js';

export interface Opening {
  subject: string;
  type: string;
  priority?: Priority | null;
  /** This key of a department defaults to that of the ticket type. */
  department?: string | null;
  customerId: string;
  customerName: string;
  identityId?: string | null;
  conversationId?: string | null;
  messageId?: string | null;
  waitingSince?: Date | null;
  answered?: boolean;
  fields?: Fields;
  reason: Localized;
  rule?: { key: string; version: number } | null;
  followsId?: string | null;
}

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
    const ticket = await this.insert(opening);
    const { conversationId = null, messageId = null, answered = false } = opening;
    const waitingSince = opening.waitingSince?.toISOString() ?? null;
    const rule = opening.rule?.key ?? null;
    const followsId = opening.followsId ?? null;
    const fact = { ...ticket.fact(), conversationId, messageId, waitingSince, rule, answered, followsId };
    await this.events.record('ticket.opened', ticket.subjectRef, fact, by);
    this.tickets.hint(ticket);
    return ticket;
  }

  quote(ticket: Ticket, ...messageIds: string[]): void {
    void this.database.send(sql`
      insert into ticket_message (ticket_id, message_id)
      select ${ticket.id}, id from unnest(${messageIds}::bigint[]) said (id) on conflict do nothing`);
  }

  private async insert(opening: Opening): Promise<Ticket> {
    const type = await this.types.require(opening.type);
    const now = this.clock.now();
    const { subject, customerName, fields = {} } = opening;
    const words = searchWords({ number: '', subject, customerName, fields });
    const row = await this.database.one<object>(sql`
      with next as (select nextval('ticket_number') number), opened as (
        insert into ticket (number, subject, type, priority, department_id, customer_id, identity_id, conversation_id,
                            fields, reason, rule_key, rule_version, follows_id, search, opened_at, updated_at)
        select next.number, ${subject}, ${type.key}, ${opening.priority ?? type.priority},
               coalesce((select id from department where key = ${opening.department ?? null}), ${type.departmentId}),
               ${opening.customerId}::bigint, ${opening.identityId ?? null}::bigint, ${opening.conversationId ?? null}::bigint,
               ${JSON.stringify(fields)}::jsonb, ${JSON.stringify(opening.reason)}::jsonb,
               ${opening.rule?.key ?? null}, ${opening.rule?.version ?? null}::integer, ${opening.followsId ?? null}::bigint,
               array_to_tsvector(${words}::text[] || array['t' || next.number, next.number::text]),
               ${now}::timestamptz, ${now}::timestamptz
          from next
        returning *
      ), quoted as (
        insert into ticket_message (ticket_id, message_id)
        select id, ${opening.messageId ?? null}::bigint from opened where ${opening.messageId ?? null}::bigint is not null
      )
      select * from opened`);
    return Object.assign(new Ticket(), row);
  }
}
