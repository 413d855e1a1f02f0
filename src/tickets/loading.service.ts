import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Forbidden, NotFound } from '../platform/http/index.js';
import { Clock } from '../platform/clock/index.js';
import { Live } from '../platform/live/index.js';
import { parseNumber } from './number.js';
import { Ticket } from './ticket.js';
import { visibleTo } from './visibility.js';

/** Loads tickets to change them: through what the member may see, and locked until commit. */
@Injectable()
export class Tickets {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /** Any spelling of the number. NotFound where it does not exist or the member may not know that it does. */
  async lock(member: Member, number: string): Promise<Ticket> {
    return this.lockWhere(sql`t.number = ${parseNumber(number)} and ${visibleTo(member)}`);
  }

  /** The same, for what only the ticket's own department may do. */
  async lockOwn(member: Member, number: string): Promise<Ticket> {
    const ticket = await this.lock(member, number);
    this.requireMembership(member, ticket);
    return ticket;
  }

  /** For reactions and other rooms, which answer to nobody. */
  async lockById(id: string): Promise<Ticket> {
    return this.lockWhere(sql`t.id = ${id}`);
  }

  requireMembership(member: Member, ticket: Ticket): void {
    if (member.isAdmin || member.departmentIds.includes(ticket.departmentId)) return;
    throw new Forbidden(
      'not_your_department',
      'Only members of the department that has the ticket may do this.',
    );
  }

  /** Writes the changed columns and tells open screens. */
  async change(ticket: Ticket, changes: Partial<Ticket>): Promise<void> {
    Object.assign(ticket, changes, { version: ticket.version + 1, updatedAt: this.clock.now() });
    await this.database.manager.update(
      Ticket,
      { id: ticket.id },
      {
        ...changes,
        status: ticket.status,
        stage: ticket.stage,
        version: ticket.version,
        updatedAt: ticket.updatedAt,
      },
    );
    this.hint(ticket);
  }

  hint(ticket: Ticket): void {
    const departments = [...new Set([ticket.departmentId, ...ticket.audience])];
    this.live.changed({ ticket: ticket.id, conversation: ticket.conversationId ?? undefined, departments });
  }

  /**
   * A customer's message locks its conversation and then its tickets, so a ticket's conversation is locked first here
   * too: most acts on a ticket say something in it, and the two would wait for each other.
   */
  private async lockWhere(condition: Sql): Promise<Ticket> {
    await this.database.run(sql`
      select 1 from conversation c
       where c.state <> 'ended' and c.identity_id = (select t.identity_id from ticket t where ${condition}) for update`);
    const row = await this.database.maybe<object>(sql`
      select t.*, array(select unnest(array[h.from_department_id, h.to_department_id])::text
                          from handoff h where h.ticket_id = t.id) audience
        from ticket t where ${condition} for update of t`);
    if (!row) throw new NotFound('ticket_not_found', 'There is no such ticket.');
    return Object.assign(new Ticket(), row);
  }
}
