import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { parseNumber, visibleTo } from '../../tickets/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';

/** A member who may not see the ticket gets NotFound and not an empty list. */
@Injectable()
export class VisibleTickets {
  constructor(private readonly database: Database) {}

  async idOf(member: Member, number: string): Promise<string> {
    const ticket = await this.database.maybe<{ id: string }>(
      sql`select t.id from ticket t where t.number = ${parseNumber(number)} and ${visibleTo(member)}`,
    );
    if (!ticket) throw new NotFound('ticket_not_found');
    return ticket.id;
  }
}
