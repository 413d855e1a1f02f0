import { Injectable } from '@nestjs/common';
import { FROM, type Many } from '../../delivery/index.js';
import type { Member } from '../../staff/index.js';
import { visibleTo } from '../../tickets/index.js';
import { Database, empty, sql, type Sql } from '../../platform/database/index.js';
import {
  Forbidden,
  ID,
  limitOf,
  NotFound,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
} from '../../platform/http/index.js';
import { readableBy } from './conversations.queries.js';
import { decidedBy } from './delivery-rights.js';
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
  sentAt: Date | null;
  settledAt: Date | null;
}

export const DELIVERY_STATES = [
  'planned',
  'sending',
  'unknown',
  'refused',
  'gave_up',
  'accepted',
  'delivered',
  'cancelled',
] as const;

/** `call` restricts the list to deliveries that somebody is to call about. */
export interface DeliveryFilter extends PageRequest {
  id?: string;
  state?: string;
  call?: boolean;
  account?: string;
  purpose?: string;
}

export interface ListedDelivery extends DeliveryRow {
  dueAt: Date | null;
  customer: string;
  account: string;
  conversationId: string;
  ticket: string | null;
  /** Is false when the member may only read. */
  mayDecide: boolean;
}

@Injectable()
export class DeliveryQueries {
  constructor(
    private readonly database: Database,
    private readonly tickets: VisibleTickets,
  ) {}

  async ofTicket(member: Member, number: string, page: PageRequest): Promise<Page<DeliveryRow>> {
    const ticketId = await this.tickets.idOf(member, number);
    const limit = limitOf(page.limit);
    const before = readCursor(page.cursor, ID);
    const rows = await this.select(sql`
      where d.ticket_id = ${ticketId} ${before ? sql`and d.id < ${before[0]}` : empty}
      order by d.id desc limit ${limit + 1}`);
    return pageOf(rows, limit, (row) => [row.id]);
  }

  async list(member: Member, filter: DeliveryFilter): Promise<Page<ListedDelivery>> {
    const limit = limitOf(filter.limit);
    const before = readCursor(filter.cursor, ID);
    const rows = await this.database.rows<ListedDelivery>(sql`
      select ${COLUMNS}, d.due_at, d.conversation_id, u.name customer, a.name account, ${decidedBy(member)} may_decide,
             (select 'T' || t.number from ticket t where t.id = d.ticket_id) ticket
        from delivery d
        join conversation c on c.id = d.conversation_id
        join customer u on u.id = c.customer_id
        join channel_account a on a.id = d.account_id
       where ${seenBy(member)} ${among(sql`d.id`, filter.id)} ${among(sql`d.state`, filter.state)} ${among(sql`a.key`, filter.account)}
         ${among(sql`d.purpose`, filter.purpose)} ${filter.call ? CALLED : empty}
         ${before ? sql`and d.id < ${before[0]}` : empty}
       order by d.id desc limit ${limit + 1}`);
    return pageOf(rows, limit, (row) => [row.id]);
  }

  accounts(): Promise<{ key: string; name: string }[]> {
    return this.database.rows(sql`select key, name from channel_account order by name, id`);
  }

  async one(member: Member, id: string): Promise<DeliveryRow> {
    const [row] = await this.select(sql`
      join conversation c on c.id = d.conversation_id
      where d.id = ${ID.test(id) ? id : null}
        and ${seenBy(member)}`);
    if (!row) throw new NotFound('delivery_not_found');
    return row;
  }

  /** Throws Forbidden if the member may see the delivery but not decide about it. */
  async actable(member: Member, id: string): Promise<DeliveryRow> {
    const row = await this.one(member, id);
    const acts = await this.database.maybe(sql`
      select 1 from delivery d join conversation c on c.id = d.conversation_id
       where d.id = ${row.id} and ${decidedBy(member)}`);
    if (!acts) throw new Forbidden('not_your_delivery');
    return row;
  }

  /** The deliveries of the list about which the member may decide this, the newest first. Joined ones follow the first. */
  async decidable(
    member: Member,
    { state, account, purpose, call }: DeliveryFilter,
    { many, upTo, limit }: { many: Many; upTo: string | null; limit: number },
  ): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(sql`
      select d.id
        from delivery d
        join conversation c on c.id = d.conversation_id
        join channel_account a on a.id = d.account_id
       where ${seenBy(member)} and ${decidedBy(member)} and d.joined_to is null
         and d.state = any(${[...FROM[many]]}::text[]) ${among(sql`d.state`, state)} ${among(sql`a.key`, account)}
         ${among(sql`d.purpose`, purpose)} ${call ? CALLED : empty} ${upTo === null ? empty : sql`and d.id <= ${upTo}`}
       order by d.id desc limit ${limit}`);
    return rows.map(({ id }) => id);
  }

  private select(which: Sql): Promise<DeliveryRow[]> {
    return this.database.rows<DeliveryRow>(sql`
      select ${COLUMNS}
        from delivery d ${which}`);
  }
}

const CALLED = sql`and d.state = 'planned' and d.route = 'call'`;

const COLUMNS = sql`
  d.id, d.message_id, d.purpose, d.state, d.route, d.reason, d.attempts, d.created_at, d.sent_at, d.settled_at`;

export function seenBy(member: Member): Sql {
  return sql`(${readableBy(member)} or exists (select 1 from ticket t where t.id = d.ticket_id and ${visibleTo(member)}))`;
}

/** A single value is compared directly, because then an index can give the order. */
function among(column: Sql, values: string | undefined): Sql {
  if (!values) return empty;
  const all = values.split(',');
  return all.length === 1 ? sql`and ${column} = ${all[0]}` : sql`and ${column} = any(${all}::text[])`;
}
