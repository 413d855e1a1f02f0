import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';
import { decimalsOf } from '../platform/text/index.js';
import { plain, type RefundWish } from './wish.js';

/** `most` is a decimal string. The currency `*` stands for those that have no limit of their own. */
export interface RefundLimit {
  currency: string;
  most: string;
}

export const OTHER_CURRENCIES = '*';

/** Nobody asks for more than this in one refund. */
@Injectable()
export class RefundLimits {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** Lists the limit of the other currencies first. */
  all(): Promise<RefundLimit[]> {
    return this.database.rows<RefundLimit>(sql`
      select currency, most::text from refund_limit order by currency <> ${OTHER_CURRENCIES}, currency`);
  }

  /** Throws `Invalid` at the amount, with the limit, if the wish exceeds it. */
  async require({ amount, currency }: Required<RefundWish>): Promise<void> {
    const exceeded = await this.database.maybe<{ most: string }>(sql`
      select most::text from (
        select most from refund_limit where currency in (${currency}, ${OTHER_CURRENCIES})
         order by currency = ${OTHER_CURRENCIES} limit 1) l
       where ${amount}::numeric > most`);
    if (exceeded) throw Invalid.field('amount', `too_much:${Number(exceeded.most)}`);
  }

  /** Sets the limit of a currency, or removes it if `most` is empty. Throws `Invalid` for a wrong field. */
  async set({ currency: given, most: typed }: RefundLimit, by: Member): Promise<void> {
    const currency = plain(given).toUpperCase();
    const most = plain(typed).replaceAll(',', '');
    const removed = most === '' && currency !== OTHER_CURRENCIES;
    Invalid.check([
      [currency !== OTHER_CURRENCIES && decimalsOf(currency) === undefined, 'currency', 'bad_currency'],
      [!removed && !/^(?=.*[1-9])\d{1,12}$/.test(most), 'most', 'bad_amount'],
    ]);
    await this.database.transaction(async () => {
      const before = await this.database.maybe<{ most: string }>(
        sql`select most::text from refund_limit where currency = ${currency} for update`,
      );
      await this.database.run(
        removed
          ? sql`delete from refund_limit where currency = ${currency}`
          : sql`insert into refund_limit (currency, most) values (${currency}, ${most}::numeric)
                on conflict (currency) do update set most = excluded.most`,
      );
      const after = removed ? undefined : { most };
      const subject = { type: 'refund_limit', id: currency };
      await this.audit.record({ action: 'refund_limit.changed', subject, before, after, by });
    });
  }
}
