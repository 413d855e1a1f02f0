import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { parseNumber, visibleTo } from '../../tickets/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { ID, INSTANT, limitOf, type Page, type PageRequest, pageOf, readCursor } from './paging.js';
import { type EventRow, type SaidRow, TimelineQueries } from './timeline.queries.js';

/** The history of a ticket in pages, oldest first, for a member who may see the ticket. */
@Injectable()
export class HistoryQueries {
  constructor(
    private readonly database: Database,
    private readonly timeline: TimelineQueries,
  ) {}

  async events(member: Member, number: string, page: PageRequest): Promise<Page<EventRow>> {
    const ticketId = await this.visible(member, number);
    const limit = limitOf(page.limit);
    const rows = await this.timeline.events(ticketId, limit + 1, readCursor(page.cursor, ID)?.[0]);
    return pageOf(rows, limit, (row) => [row.id]);
  }

  /** Notes, handoff notes and answers, reasons of holds, resolutions. */
  async said(member: Member, number: string, page: PageRequest): Promise<Page<SaidRow>> {
    const ticketId = await this.visible(member, number);
    const limit = limitOf(page.limit);
    const after = readCursor(page.cursor, INSTANT, /^[a-z_]{1,20}$/, ID);
    const rows = await this.timeline.said(ticketId, { limit: limit + 1, after });
    return pageOf(rows, limit, (row) => [row.at.toISOString(), row.kind, row.id]);
  }

  private async visible(member: Member, number: string): Promise<string> {
    const ticket = await this.database.maybe<{ id: string }>(
      sql`select t.id from ticket t where t.number = ${parseNumber(number)} and ${visibleTo(member)}`,
    );
    if (!ticket) throw new NotFound('ticket_not_found', 'There is no such ticket.');
    return ticket.id;
  }
}
