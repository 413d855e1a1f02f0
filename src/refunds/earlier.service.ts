import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { visibleTo } from '../tickets/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Conflict } from '../platform/http/index.js';
import type { Refund } from './refund.js';
import type { RefundState } from './state.js';

export interface EarlierRefund {
  number: string;
  customer: string;
  amount: string;
  currency: string;
  state: RefundState;
}

const SHOWN = 20;

/**
 * The order of a refund may have been paid back before, to whomever. An approval then names the refunds that its
 * approver saw.
 */
@Injectable()
export class EarlierRefunds {
  constructor(private readonly database: Database) {}

  /**
   * Of two approvals for one order at the same moment, the second waits here for the first. Throws `order_refunded` with
   * the other refunds and their mark, unless `confirm` is that mark.
   */
  async requireSeen({ id, order }: Refund, confirm: string | null | undefined): Promise<void> {
    await this.database.run(
      sql`select pg_advisory_xact_lock(hashtextextended(order_key, 0)) from refund where id = ${id}`,
    );
    const { mark, earlier } = await this.database.one<{ mark: string | null; earlier: EarlierRefund[] }>(
      sql`select ${earlierMark} mark, ${earlierOf(sql`true`)} earlier from refund r where r.id = ${id}`,
    );
    if (mark === null || mark === confirm) return;
    throw new Conflict('order_refunded', { order, confirm: mark, earlier });
  }
}

const sameOrder = sql`o.order_key = r.order_key and o.id <> r.id`;

/** Expects `refund r` in the query. It is null if no other refund of the order was approved or paid. */
export const earlierMark = sql`(
    select md5(string_agg(o.id || ' ' || o.version, ',' order by o.id)) from refund o
     where ${sameOrder} and o.state in ('approved', 'paying', 'paid'))`;

export const paidBefore = sql`(
    select sum(o.amount)::text from refund o
     where ${sameOrder} and o.currency = r.currency and o.state in ('paying', 'paid'))`;

/**
 * Finance sees all refunds of an order, so that nothing is paid twice. Others see only those of tickets they may see.
 */
export function earlierFor(member: Member): Sql {
  return earlierOf(member.isFinance ? sql`true` : visibleTo(member));
}

function earlierOf(seen: Sql): Sql {
  return sql`(
    select coalesce(jsonb_agg(to_jsonb(o) - 'id' order by o.id desc), '[]') from (
      select o.id, 'T' || t.number as number, c.name as customer, o.amount::text, o.currency, o.state
        from refund o join ticket t on t.id = o.ticket_id join customer c on c.id = t.customer_id
       where ${sameOrder} and ${seen}
       order by o.id desc limit ${SHOWN}
    ) o)`;
}
