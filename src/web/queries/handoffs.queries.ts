import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { type HandoffState, visibleTo } from '../../tickets/index.js';
import { Database, empty, sql, type Sql } from '../../platform/database/index.js';
import {
  ID,
  limitOf,
  NotFound,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
} from '../../platform/http/index.js';
import { VisibleTickets } from './visible-tickets.js';

export interface HandoffRow {
  id: string;
  ticket: string;
  from: string;
  to: string;
  state: HandoffState;
  note: string;
  offeredBy: string;
  offeredAt: Date;
  answer: string;
  answeredBy: string | null;
  answeredAt: Date | null;
}

@Injectable()
export class HandoffQueries {
  constructor(
    private readonly database: Database,
    private readonly tickets: VisibleTickets,
  ) {}

  async ofTicket(member: Member, number: string, page: PageRequest): Promise<Page<HandoffRow>> {
    const ticketId = await this.tickets.idOf(member, number);
    const limit = limitOf(page.limit);
    const after = readCursor(page.cursor, ID);
    const rows = await this.select(
      member,
      sql`h.ticket_id = ${ticketId} ${after ? sql`and h.id > ${after[0]}` : empty}
          order by h.id limit ${limit + 1}`,
    );
    return pageOf(rows, limit, (row) => [row.id]);
  }

  async one(member: Member, id: string): Promise<HandoffRow> {
    const [row] = await this.select(member, sql`h.id = ${ID.test(id) ? id : null}`);
    if (!row) throw new NotFound('handoff_not_found');
    return row;
  }

  private select(member: Member, which: Sql): Promise<HandoffRow[]> {
    return this.database.rows<HandoffRow>(sql`
      select h.id, 'T' || t.number ticket, f.key "from", o.key "to", h.state, h.note, g.name offered_by, h.offered_at,
             coalesce(h.answer, '') answer, a.name answered_by, h.answered_at
        from handoff h
        join ticket t on t.id = h.ticket_id
        join department f on f.id = h.from_department_id
        join department o on o.id = h.to_department_id
        join member g on g.id = h.offered_by
        left join member a on a.id = h.answered_by
       where ${visibleTo(member)} and ${which}`);
  }
}
