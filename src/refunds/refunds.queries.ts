import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { numberOf, visibleTo } from '../tickets/index.js';
import { Database, empty, isId, raw, sql, type Sql } from '../platform/database/index.js';
import {
  BadRequest,
  ID,
  limitOf,
  NotFound,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
} from '../platform/http/index.js';
import { earlierFor, earlierMark, paidBefore } from './earlier.service.js';
import { mayOf, type RefundView } from './refund-view.js';
import { REFUND_STATES } from './state.js';

export interface RefundFilter extends PageRequest {
  state?: string;
}

@Injectable()
export class Refunds {
  constructor(private readonly database: Database) {}

  /** Returns the refund that stands or, if there is none, the last one that was rejected or withdrawn. */
  async ofTicket(member: Member, ticketId: string): Promise<RefundView | null> {
    const [found] = await this.select(member, sql`r.ticket_id = ${ticketId}`, 1);
    return found ?? null;
  }

  async byId(member: Member, refundId: string): Promise<RefundView> {
    const id = isId(refundId) ? refundId : null;
    const [found] = await this.select(member, sql`r.id = ${id}`, 1);
    if (!found) throw new NotFound('refund_not_found');
    return found;
  }

  /** Lists the newest first. Throws `BadRequest` for an invalid state, cursor or limit. */
  async list(member: Member, filter: RefundFilter): Promise<Page<RefundView>> {
    const limit = limitOf(filter.limit);
    const before = readCursor(filter.cursor, ID);
    const after = before ? sql` and r.id < ${before[0]}` : empty;
    const found = await this.select(member, sql`true${inState(filter.state)}${after}`, limit + 1);
    return pageOf(found, limit, ({ id }) => [id]);
  }

  /** Returns those of the refunds that the member may see, in the given order and whatever their state is now. */
  async byIds(member: Member, ids: string[]): Promise<RefundView[]> {
    const found = await this.select(member, sql`r.id = any(${ids}::bigint[])`, ids.length);
    return ids.flatMap((id) => found.find((one) => one.id === id) ?? []);
  }

  private async select(member: Member, condition: Sql, limit: number): Promise<RefundView[]> {
    const rows = await this.database.rows<RefundView>(sql`
      select r.id, t.number, r.ticket_id, r.order_number as order, r.amount, r.currency, r.reason, r.state, r.version, r.withdrawn_at,
             ${person('asker')} requested_by, r.requested_at,
             ${person('decider')} decided_by, d.decided_at, nullif(d.reason, '') rejection,
             p.voucher, ${person('payer')} paid_by, p.paid_at,
             ${person('c')} customer, ${paidBefore} paid_before, ${earlierFor(member)} earlier,
             ${earlierMark} confirm, pair_fault(r.requested_by, ${member.id}) pair_fault,
             jsonb_build_object('asker', ${broughtIn('asker')}, 'decider', ${broughtIn('decider')}) brought_in
        from refund r
        join ticket t on t.id = r.ticket_id
        join customer c on c.id = t.customer_id
        join member asker on asker.id = r.requested_by
        left join refund_decision d on d.refund_id = r.id
        left join member decider on decider.id = d.decided_by
        left join refund_payment p on p.refund_id = r.id
        left join member payer on payer.id = p.recorded_by
       where ${visibleTo(member)} and ${condition}
       order by r.id desc limit ${limit}`);
    return rows.map((row) => ({ ...row, number: numberOf(row), may: mayOf(member, row) }));
  }
}

function person(alias: 'asker' | 'decider' | 'payer' | 'c'): Sql {
  const table = raw(alias);
  return sql`case when ${table}.id is not null then jsonb_build_object('id', ${table}.id::text, 'name', ${table}.name) end`;
}

function broughtIn(alias: 'asker' | 'decider'): Sql {
  return sql`(
    select jsonb_build_object('by', b.name, 'confirmedBy', k.name) from member m
      left join member b on b.id = m.brought_in_by
      left join member_confirmation c on c.member_id = m.id
      left join member k on k.id = c.confirmed_by
     where m.id = ${raw(alias)}.id)`;
}

function inState(state: string | undefined): Sql {
  if (state === undefined) return empty;
  if (!REFUND_STATES.some((one) => one === state)) throw new BadRequest('bad_state');
  return sql` and r.state = ${state}`;
}
