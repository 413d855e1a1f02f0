import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Database } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import { PRIORITIES, type Priority } from './lifecycle.js';
import { Finding } from './finding.service.js';
import { Tickets } from './loading.service.js';
import type { Fields, Ticket } from './ticket.js';
import { TicketTypes } from './types.service.js';
import { fieldFaults, fieldsOf, subjectFault, subjectOf } from './wording.js';

/** Fields that are left out stay as they are. If `version` is given, it must be the present one. */
export interface Correction {
  subject?: string;
  type?: string;
  priority?: Priority;
  fields?: Fields;
  version?: number;
}

@Injectable()
export class Classification {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly types: TicketTypes,
    private readonly finding: Finding,
    private readonly events: Events,
  ) {}

  async correct(member: Member, number: string, correction: Correction): Promise<Ticket> {
    return this.database.transaction(async () => {
      const ticket = await this.tickets.lockFor(member, number, 'correct');
      if (correction.version !== undefined && correction.version !== ticket.version) {
        throw new Conflict('changed_meanwhile', {
          version: ticket.version,
        });
      }
      await this.requireRight(correction);
      await this.reclassify(member, ticket, correction.type);
      await this.reprioritise(member, ticket, correction.priority);
      await this.edit(member, ticket, correction);
      return ticket;
    });
  }

  private async requireRight({ subject, type, priority, fields = {} }: Correction): Promise<void> {
    const isKnown = type === undefined || (await this.types.find(type)) !== undefined;
    const isPriority = priority === undefined || PRIORITIES.includes(priority);
    Invalid.any({
      subject: subject === undefined ? undefined : subjectFault(subject),
      type: isKnown ? undefined : 'unknown',
      priority: isPriority ? undefined : 'unknown',
      ...fieldFaults(fields),
    });
  }

  private async reclassify(member: Member, ticket: Ticket, type = ticket.type): Promise<void> {
    const from = ticket.type;
    if (type === from) return;
    this.tickets.change(ticket, { type });
    await this.events.record('ticket.reclassified', ticket.subjectRef, { ...ticket.fact(), from }, member);
  }

  private async reprioritise(member: Member, ticket: Ticket, priority = ticket.priority): Promise<void> {
    const from = ticket.priority;
    if (priority === from) return;
    this.tickets.change(ticket, { priority });
    await this.events.record(
      'ticket.priority_changed',
      ticket.subjectRef,
      { ...ticket.fact(), from },
      member,
    );
  }

  private async edit(
    member: Member,
    ticket: Ticket,
    { subject: typed, fields: given }: Correction,
  ): Promise<void> {
    const subject = typed === undefined ? undefined : subjectOf(typed);
    const fields = fieldsOf(given ?? {});
    const changed = Object.keys(fields).filter((field) => fields[field] !== ticket.fields[field]);
    if (subject !== undefined && subject !== ticket.subject) changed.unshift('subject');
    if (changed.length === 0) return;
    this.tickets.change(ticket, {
      subject: subject ?? ticket.subject,
      fields: { ...ticket.fields, ...fields },
    });
    await this.finding.follow(ticket.id);
    await this.events.record(
      'ticket.edited',
      ticket.subjectRef,
      { ...ticket.fact(), fields: changed },
      member,
    );
  }
}
