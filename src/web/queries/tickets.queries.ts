import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import {
  isFinished,
  matches,
  parseNumber,
  type Status,
  type Ticket,
  visibleTo,
} from '../../tickets/index.js';
import { Timers, type TimerView } from '../../sla/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, empty, join, sql, type Sql } from '../../platform/database/index.js';
import {
  ID,
  INSTANT,
  limitOf,
  NotFound,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
} from '../../platform/http/index.js';
import { asText, BY_DUE, byClosing, type TicketOrder, type TimeOrder } from './ticket-order.js';
import { TicketSearch } from './ticket-search.js';
import { TICKET_COLUMNS, TICKET_TABLES, type TicketRow } from './ticket-row.js';

/** Several values of one filter are separated by commas. `assignee` is an id, `me` or `none`. */
export interface TicketFilter extends PageRequest {
  status?: string;
  priority?: string;
  department?: string;
  assignee?: string;
  type?: string;
  customer?: string;
  offered?: boolean;
  q?: string;
  sort?: TicketOrder;
}

export type TimedTicket = TicketRow & { timers: TimerView[] };

type PlacedTicket = TicketRow & { at: string | null };

@Injectable()
export class TicketQueries {
  constructor(
    private readonly database: Database,
    private readonly timers: Timers,
    private readonly clock: Clock,
    private readonly search: TicketSearch,
  ) {}

  async list(member: Member, filter: TicketFilter): Promise<Page<TimedTicket>> {
    const page = await (filter.sort === 'due' || filter.sort === 'closing'
      ? this.byTime(member, filter, filter.sort === 'due' ? BY_DUE : byClosing(this.clock.now()))
      : this.newest(member, filter));
    return { ...page, data: await this.timed(page.data) };
  }

  async one(member: Member, number: string): Promise<TimedTicket> {
    return this.withTimers(await this.row(member, number));
  }

  async row(member: Member, number: string): Promise<TicketRow> {
    const row = await this.database.maybe<TicketRow>(sql`
      select ${TICKET_COLUMNS} from ${TICKET_TABLES}
       where t.number = ${parseNumber(number)} and ${visibleTo(member)}`);
    if (!row) throw new NotFound('ticket_not_found');
    return row;
  }

  async withTimers(row: TicketRow): Promise<TimedTicket> {
    return (await this.timed([row]))[0]!;
  }

  /** The member who just opened the ticket may see it once, even if it began in another department. */
  async opened(ticket: Ticket): Promise<TimedTicket> {
    const [row, timers] = await Promise.all([
      this.database.one<TicketRow>(
        sql`select ${TICKET_COLUMNS} from ${TICKET_TABLES} where t.id = ${ticket.id}`,
      ),
      this.timers.ofTickets([ticket.id]),
    ]);
    return { ...row, timers: timers.get(ticket.id) ?? [] };
  }

  private async newest(member: Member, filter: TicketFilter): Promise<Page<TicketRow>> {
    const limit = limitOf(filter.limit);
    const [before] = readCursor(filter.cursor, ID) ?? [];
    const words = filter.q?.trim() ?? '';
    const rows = words
      ? await this.found(member, filter, { words, before, many: limit + 1 })
      : await this.database.rows<TicketRow>(sql`
          select ${TICKET_COLUMNS} from ${TICKET_TABLES}
           where ${await this.seen(member)} ${chosen(member, filter)} ${before ? sql`and t.id < ${before}` : empty}
           order by t.id desc limit ${limit + 1}`);
    return pageOf(rows, limit, (row) => [row.id]);
  }

  private async found(
    member: Member,
    filter: TicketFilter,
    wanted: { words: string; before: string | undefined; many: number },
  ): Promise<TicketRow[]> {
    const which = sql`${visibleTo(member)} ${chosen(member, { ...filter, q: '' })}`;
    const ids = await this.search.newest(member, { ...wanted, which });
    return this.database.rows<TicketRow>(sql`
      select ${TICKET_COLUMNS} from ${TICKET_TABLES} where t.id = any(${ids}::bigint[]) order by t.id desc`);
  }

  private async seen(member: Member): Promise<Sql> {
    return (await this.search.amongFew(member)) ?? visibleTo(member);
  }

  /** Tickets with such a time are read along its index. Those without one follow only if the page is not full. */
  private async byTime(member: Member, filter: TicketFilter, order: TimeOrder): Promise<Page<PlacedTicket>> {
    const limit = limitOf(filter.limit);
    const [at, id] = readCursor(filter.cursor, INSTANT, ID) ?? [];
    const which = sql`${await this.seen(member)} ${chosen(member, filter)}`;
    const others = sql`
      select t.id, null::timestamptz at from ticket t where ${order.none} and ${which}
        ${at === 'infinity' ? sql`and t.id > ${id}` : empty}
       order by t.id limit ${limit + 1}`;
    const timed = sql`
      select t.id, ${order.at} at from ${order.among} where ${which}
        ${at ? sql`and ${order.at} >= ${at}::timestamptz and (${order.at}, t.id) > (${at}::timestamptz, ${id}::bigint)` : empty}
       order by ${order.at}, t.id limit ${limit + 1}`;
    const rows = await this.placed(at === 'infinity' ? others : filledUp(timed, others, limit + 1));
    return pageOf(rows, limit, ({ at, id }) => [at ?? 'infinity', id]);
  }

  private placed(page: Sql): Promise<PlacedTicket[]> {
    return this.database.rows<PlacedTicket>(sql`
      select ${TICKET_COLUMNS}, ${asText(sql`page.at`)} at
        from (${page}) page join (${TICKET_TABLES}) on t.id = page.id order by page.at, page.id`);
  }

  private async timed(rows: TicketRow[]): Promise<TimedTicket[]> {
    const timers = await this.timers.ofTickets(rows.map((row) => row.id));
    return rows.map((row) => ({ ...row, timers: timers.get(row.id) ?? [] }));
  }
}

/** The second list is read as far as the first leaves room, and not at all where it leaves none. */
function filledUp(first: Sql, second: Sql, many: number): Sql {
  return sql`
    with first as materialized (${first})
    select * from first
    union all
    select * from (select * from (${second}) second limit (select ${many} - count(*) from first)) rest`;
}

function chosen(member: Member, filter: TicketFilter): Sql {
  const conditions = [
    inStates(filter.status),
    among(sql`t.priority`, filter.priority),
    among(sql`t.type`, filter.type),
    inDepartments(filter.department),
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

/** Few tickets are unfinished: an index names them. */
function inStates(states: string | undefined): Sql {
  const all = states?.split(',') ?? ['closed'];
  const unfinished = all.some((state) => isFinished(state as Status)) ? empty : sql`and not t.is_finished`;
  return join([among(sql`t.status`, states), unfinished], ' ');
}

function among(column: Sql, values: string | undefined): Sql {
  return values ? sql`and ${column} = any(${values.split(',')}::text[])` : empty;
}

function inDepartments(keys: string | undefined): Sql {
  return keys
    ? sql`and t.department_id = any(array(select id from department where key = any(${keys.split(',')}::text[])))`
    : empty;
}

function heldBy(member: Member, assignee: string | undefined): Sql {
  if (!assignee) return empty;
  if (assignee === 'none') return sql`and t.assignee_id is null`;
  const id = assignee === 'me' ? member.id : assignee;
  return sql`and t.assignee_id = ${ID.test(id) ? id : null}`;
}
