import { Injectable } from '@nestjs/common';
import { Config } from '../config/index.js';
import { Database, raw, sql } from '../database/index.js';
import { SYSTEM } from '../events/index.js';
import { Audit } from './audit.js';

const DAY_MS = 86_400_000;

interface Month {
  /** The table that holds the month. */
  name: string;
  month: string;
}

/** Answers whether a month stays though it is old, because something names what stands in it. */
export type Needed = (table: string) => Promise<boolean>;

/** The list is kept for AUDIT_DAYS. Only whole months are dropped, and only from its beginning. */
@Injectable()
export class AuditKeeping {
  private readonly needs: Needed[] = [];

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  register(needed: Needed): void {
    this.needs.push(needed);
  }

  /** Returns the months that were dropped, the oldest first. What was dropped stands on the list itself. */
  async dropBefore(now: Date): Promise<string[]> {
    const kept = new Date(now.getTime() - this.config.auditDays * DAY_MS);
    return this.database.transaction(async () => {
      // Whoever appends waits, because a month cannot be dropped while somebody reads or writes the list.
      await this.database.run(sql`select 1 from audit_tip for update`);
      const months = await this.unneeded(await this.over(kept));
      if (months.length === 0) return [];
      const { last } = await this.database.one<{ last: string | null }>(sql`
        select max(id)::text as last from audit where tableoid = any(${months.map(({ name }) => name)}::regclass[])`);
      for (const { name } of months) await this.database.run(sql`drop table ${raw(name)}`);
      const dropped = months.map(({ month }) => month);
      const after = { months: dropped, upTo: last };
      await this.audit.record({
        action: 'audit.months_dropped',
        subject: { type: 'audit', id: 'list' },
        after,
        by: SYSTEM,
      });
      return dropped;
    });
  }

  /** What is chained is only cut off at its beginning, so the first month that stays keeps all later ones. */
  private async unneeded(months: Month[]): Promise<Month[]> {
    for (const [at, { name }] of months.entries()) {
      const answers = await Promise.all(this.needs.map((needed) => needed(name)));
      if (answers.includes(true)) return months.slice(0, at);
    }
    return months;
  }

  private over(kept: Date): Promise<Month[]> {
    return this.database.rows<Month>(sql`
      select quote_ident(relname) as name, replace(right(relname, 7), '_', '-') as month
        from pg_inherits join pg_class on pg_class.oid = inhrelid
       where inhparent = 'audit'::regclass and relname ~ '^audit_[0-9]{4}_[0-9]{2}$'
         and to_date(right(relname, 7), 'YYYY_MM') + interval '1 month' <= ${kept}::timestamptz at time zone 'UTC'
       order by relname`);
  }
}
