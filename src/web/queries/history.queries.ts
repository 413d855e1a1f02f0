import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { type EventRow, type SaidRow, TimelineQueries } from './timeline.queries.js';
import { VisibleTickets } from './visible-tickets.js';
import {
  ID,
  INSTANT,
  limitOf,
  type Page,
  type PageRequest,
  pageOf,
  readCursor,
} from '../../platform/http/index.js';

@Injectable()
export class HistoryQueries {
  constructor(
    private readonly tickets: VisibleTickets,
    private readonly timeline: TimelineQueries,
  ) {}

  async events(member: Member, number: string, page: PageRequest): Promise<Page<EventRow>> {
    const ticketId = await this.tickets.idOf(member, number);
    const limit = limitOf(page.limit);
    const rows = await this.timeline.events(ticketId, limit + 1, readCursor(page.cursor, ID)?.[0]);
    return pageOf(rows, limit, (row) => [row.id]);
  }

  /** These texts are notes, notes and answers of handoffs, reasons of holds, and resolutions. */
  async said(member: Member, number: string, page: PageRequest): Promise<Page<SaidRow>> {
    const ticketId = await this.tickets.idOf(member, number);
    const limit = limitOf(page.limit);
    const after = readCursor(page.cursor, INSTANT, /^[a-z_]{1,20}$/, ID);
    const rows = await this.timeline.said(ticketId, { limit: limit + 1, after });
    return pageOf(rows, limit, (row) => [row.at.toISOString(), row.kind, row.id]);
  }
}
