import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Events, Reacts, type Recorded } from '../platform/events/index.js';
import { Tickets } from './loading.service.js';

/** The tickets of a member whose account was disabled: back to their departments, the resolved ones too, for those may be reopened. */
@Injectable()
export class TicketsLeftBehind {
  constructor(
    private readonly database: Database,
    private readonly tickets: Tickets,
    private readonly events: Events,
  ) {}

  @Reacts('member.disabled')
  async release({ subject, by }: Recorded<'member.disabled'>): Promise<void> {
    const held = await this.database.rows<{ id: string }>(sql`
      select id from ticket where assignee_id = ${subject.id} and status <> 'closed' order by id`);
    for (const { id } of held) {
      const ticket = await this.tickets.lockById(id);
      if (ticket.assigneeId !== subject.id) continue;
      await this.tickets.change(ticket, { assigneeId: null, assignedAt: null });
      await this.events.record('ticket.released', ticket.subjectRef, ticket.fact(), by);
    }
  }
}
