import { Injectable } from '@nestjs/common';
import { namedLike } from '../../customers/index.js';
import type { Member } from '../../staff/index.js';
import { knownTo, perhapsKnownTo, visibleTo } from '../../tickets/index.js';
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

/** `createdAt` is when the customer became known. Telephone numbers are not here but in `Profiles`. */
export interface CustomerRow {
  id: string;
  name: string;
  tier: string;
  language: string | null;
  identities: { channel: string; externalId: string; reachable: boolean }[];
  openTickets: number;
  createdAt: Date;
}

@Injectable()
export class CustomerQueries {
  constructor(private readonly database: Database) {}

  async list(member: Member, filter: PageRequest & { q?: string }): Promise<Page<CustomerRow>> {
    const limit = limitOf(filter.limit);
    const after = readCursor(filter.cursor, ID);
    const named = filter.q?.trim() ? sql`and ${namedLike(filter.q)}` : empty;
    const rows = await this.database.rows<CustomerRow>(sql`
      ${this.select(member)} where u.id in (
        select u.id from ${this.among(member, after?.[0])} where ${knownTo(member)} ${named} order by u.id desc limit ${limit + 1})
      order by u.id desc`);
    return pageOf(rows, limit, (row) => [row.id]);
  }

  async one(member: Member, id: string): Promise<CustomerRow> {
    const row = await this.database.maybe<CustomerRow>(
      sql`${this.select(member)} where u.id = ${ID.test(id) ? id : null} and ${knownTo(member)}`,
    );
    if (!row) throw new NotFound('customer_not_found');
    return row;
  }

  /** Is read along an index, the newest first. */
  private among(member: Member, before: string | undefined): Sql {
    if (member.isAdmin)
      return sql`(select * from customer where ${before ? sql`id < ${before}` : sql`true`}) u`;
    return sql`(${perhapsKnownTo(member, before)}) k join customer u on u.id = k.customer_id`;
  }

  private select(member: Member): Sql {
    return sql`
      select u.id, u.name, u.tier, u.language, u.created_at,
             (select coalesce(jsonb_agg(jsonb_build_object('channel', k.key, 'externalId', i.external_id,
                                                           'reachable', coalesce(l.reachable, true)) order by i.id), '[]')
                from identity i join channel_account k on k.id = i.account_id
                left join contact_ledger l on l.identity_id = i.id where i.customer_id = u.id) identities,
             (select count(*)::int from ticket t where t.customer_id = u.id and not t.is_finished
                 and ${visibleTo(member)}) open_tickets
        from customer u`;
  }
}
