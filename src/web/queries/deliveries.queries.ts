import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { visibleTo } from '../../tickets/index.js';
import { Database, empty, sql, type Sql } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { readableBy } from './conversations.queries.js';
import { ID, limitOf, type Page, type PageRequest, pageOf, readCursor } from './paging.js';
import { VisibleTickets } from './visible-tickets.js';

export interface DeliveryRow {
  id: string;
  messageId: string;
  purpose: string;
  state: string;
  route: string | null;
  reason: string | null;
  attempts: number;
  createdAt: Date;
  settledAt: Date | null;
}

@Injectable()
export class DeliveryQueries {
  constructor(
    private readonly database: Database,
    private readonly tickets: VisibleTickets,
  ) {}

  /** What was to be sent about a ticket, newest first. */
  async ofTicket(member: Member, number: string, page: PageRequest): Promise<Page<DeliveryRow>> {
    const ticketId = await this.tickets.idOf(member, number);
    const limit = limitOf(page.limit);
    const before = readCursor(page.cursor, ID);
    const rows = await this.select(sql`
      where d.ticket_id = ${ticketId} ${before ? sql`and d.id < ${before[0]}` : empty}
      order by d.id desc limit ${limit + 1}`);
    return pageOf(rows, limit, (row) => [row.id]);
  }

  /** One of a conversation that the member reads, or about a ticket that the member sees. */
  async one(member: Member, id: string): Promise<DeliveryRow> {
    const [row] = await this.select(sql`
      join conversation c on c.id = d.conversation_id
      where d.id = ${ID.test(id) ? id : null}
        and (${readableBy(member)} or exists (select 1 from ticket t where t.id = d.ticket_id and ${visibleTo(member)}))`);
    if (!row) throw new NotFound('delivery_not_found', 'There is no such delivery.');
    return row;
  }

  private select(which: Sql): Promise<DeliveryRow[]> {
    return this.database.rows<DeliveryRow>(sql`
      select d.id, d.message_id, d.purpose, d.state, d.route, d.reason, d.attempts, d.created_at, d.settled_at
        from delivery d ${which}`);
  }
}
