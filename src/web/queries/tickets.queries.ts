import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { matches, parseNumber, type Ticket, visibleTo } from '../../tickets/index.js';
import { Timers, type TimerView } from '../../sla/index.js';
import { Database, empty, join, sql, type Sql } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { ID, INSTANT, limitOf, type Page, type PageRequest, pageOf, readCursor } from './paging.js';
import { CLOSES, NEXT_DUE, TICKET_COLUMNS, TICKET_TABLES, type TicketRow } from './ticket-row.js';

/** Several values of one filter are separated by commas. `assignee` is an id, `me` or `none`. */
export interface TicketFilter extends PageRequest {
  status?: string;
  priority?: string;
  department?: string;
  assignee?: string;
  type?: string;
  customer?: string;
  /** Only those offered to one of the member's departments and not yet accepted. */
  offered?: boolean;
  q?: string;
  /** `newest` by number, `due` by what is due next, `closing` by when the chat closes for answers. */
  sort?: 'newest' | 'due' | 'closing';
}

const SORTED_BY_TIME: Record<string, Sql | undefined> = { due: NEXT_DUE, closing: CLOSES };

export type TimedTicket = TicketRow & { timers: TimerView[] };

@Injectable()
export class TicketQueries {
  constructor(
    private readonly database: Database,
    private readonly timers: Timers,
  ) {}

  async list(member: Member, filter: TicketFilter): Promise<Page<TimedTicket>> {
    const limit = limitOf(filter.limit);
    const time = filter.sort && SORTED_BY_TIME[filter.sort];
    const rows = await this.database.rows<TicketRow>(sql`
      select * from (
        select ${TICKET_COLUMNS}, ${time ?? NEXT_DUE} next_due from ${TICKET_TABLES}
         where ${visibleTo(member)} ${chosen(member, filter)} ${time ? empty : newer(filter.cursor)}
         order by ${time ? sql`next_due, t.id` : sql`t.id desc`}
         ${time ? empty : sql`limit ${limit + 1}`}
      ) listed ${time ? laterDue(filter.cursor) : empty}
      ${time ? sql`order by next_due, id limit ${limit + 1}` : empty}`);
    const page = pageOf(rows, limit, (row) => (time ? [row.nextDue, row.id] : [row.id]));
    return { ...page, data: await this.timed(page.data) };
  }

  /** Any spelling of the number. */
  async one(member: Member, number: string): Promise<TimedTicket> {
    const row = await this.database.maybe<TicketRow>(sql`
      select ${TICKET_COLUMNS}, ${NEXT_DUE} next_due from ${TICKET_TABLES}
       where t.number = ${parseNumber(number)} and ${visibleTo(member)}`);
    if (!row) throw new NotFound('ticket_not_found', 'There is no such ticket.');
    return (await this.timed([row]))[0]!;
  }

  /** For the one who just opened it: it may have begun at another department's desk. */
  async opened(ticket: Ticket): Promise<TimedTicket> {
    const row = await this.database.one<TicketRow>(sql`
      select ${TICKET_COLUMNS}, ${NEXT_DUE} next_due from ${TICKET_TABLES} where t.id = ${ticket.id}`);
    return (await this.timed([row]))[0]!;
  }

  /** How many there are of each kind the console counts; at most `most` of each are looked at. */
  async counts(member: Member, most = 100): Promise<{ mine: number; unassigned: number; offered: number }> {
    const open = sql`t.status not in ('resolved', 'closed')`;
    const own = sql`any(${member.departmentIds}::bigint[])`;
    return this.database.one(sql`
      select (select count(*)::int from (select 1 from ticket t where ${open} and t.assignee_id = ${member.id} limit ${most}) m) mine,
             (select count(*)::int from (select 1 from ticket t where ${open} and t.assignee_id is null
                                            and t.department_id = ${own} limit ${most}) u) unassigned,
             (select count(*)::int from (select 1 from handoff h where h.state = 'offered' and h.to_department_id = ${own}
                                          limit ${most}) o) offered`);
  }

  private async timed(rows: TicketRow[]): Promise<TimedTicket[]> {
    const timers = await this.timers.ofTickets(rows.map((row) => row.id));
    return rows.map((row) => ({ ...row, timers: timers.get(row.id) ?? [] }));
  }
}

function chosen(member: Member, filter: TicketFilter): Sql {
  const conditions = [
    among(sql`t.status`, filter.status),
    among(sql`t.priority`, filter.priority),
    among(sql`t.type`, filter.type),
    among(sql`d.key`, filter.department),
    heldBy(member, filter.assignee),
    filter.customer === undefined
      ? empty
      : sql`and t.customer_id = ${ID.test(filter.customer) ? filter.customer : null}`,
    filter.offered ? sql`and ${offeredTo(member)}` : empty,
    filter.q?.trim() ? sql`and ${matches(filter.q)}` : empty,
  ];
  return join(conditions, ' ');
}

function offeredTo(member: Member): Sql {
  const own = member.isAdmin ? empty : sql`and h.to_department_id = any(${member.departmentIds}::bigint[])`;
  return sql`exists (select 1 from handoff h where h.ticket_id = t.id and h.state = 'offered' ${own})`;
}

function among(column: Sql, values: string | undefined): Sql {
  return values ? sql`and ${column} = any(${values.split(',')}::text[])` : empty;
}

function heldBy(member: Member, assignee: string | undefined): Sql {
  if (!assignee) return empty;
  if (assignee === 'none') return sql`and t.assignee_id is null`;
  const id = assignee === 'me' ? member.id : assignee;
  return sql`and t.assignee_id = ${ID.test(id) ? id : null}`;
}

function newer(cursor: string | undefined): Sql {
  const after = readCursor(cursor, ID);
  return after ? sql`and t.id < ${after[0]}` : empty;
}

function laterDue(cursor: string | undefined): Sql {
  const after = readCursor(cursor, INSTANT, ID);
  return after ? sql`where (next_due, id) > (${after[0]}, ${after[1]}::bigint)` : empty;
}
