import { Injectable } from '@nestjs/common';
import { NAME_BLOCKS, namedIndexed, type NameBlocks, namedLike } from '../../customers/index.js';
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

/** Names that many have are found among so many of the newest customers. */
const NEWEST = 1_000;
/** Further back, so many blocks of the index of names are asked first, and then more. */
const STAGES = [
  { size: 'small', many: 2 },
  { size: 'small', many: 8 },
  { size: 'large', many: 2 },
] as const;

interface Wanted {
  before: string | undefined;
  many: number;
}

interface Named extends Wanted {
  q: string;
}

@Injectable()
export class CustomerQueries {
  constructor(private readonly database: Database) {}

  async list(member: Member, filter: PageRequest & { q?: string }): Promise<Page<CustomerRow>> {
    const limit = limitOf(filter.limit);
    const before = readCursor(filter.cursor, ID)?.[0];
    const wanted = { before, many: limit + 1 };
    const which = filter.q?.trim()
      ? sql`${await this.named(member, { ...wanted, q: filter.q })}::bigint[]`
      : sql`array(${newest(member, this.among(member, before), wanted)})`;
    const rows = await this.database.rows<CustomerRow>(
      sql`${this.select(member)} where u.id = any(${which}) order by u.id desc`,
    );
    return pageOf(rows, limit, (row) => [row.id]);
  }

  async one(member: Member, id: string): Promise<CustomerRow> {
    const row = await this.database.maybe<CustomerRow>(
      sql`${this.select(member)} where u.id = ${ID.test(id) ? id : null} and ${knownTo(member)}`,
    );
    if (!row) throw new NotFound('customer_not_found');
    return row;
  }

  /**
   * Looks among the newest customers, and then along the index of names in more and more of its blocks. Whoever knows few
   * customers has these read.
   */
  private async named(member: Member, wanted: Named): Promise<string[]> {
    const { q, before, many } = wanted;
    const known = this.among(member, before);
    const lately = sql`(select u.* from ${known} limit ${NEWEST}) u`;
    const [among, few] = await Promise.all([
      this.ids(newest(member, lately, wanted, namedLike(q))),
      this.database.maybe(sql`select from ${known} offset ${NEWEST} limit 1`).then((more) => !more),
    ]);
    if (few || among.length === many) return among;
    for (const blocks of await this.stages(before)) {
      const found = await this.ids(newest(member, indexed(q, blocks), wanted));
      if (found.length === many) return found;
    }
    return this.ids(newest(member, indexed(q), wanted));
  }

  private async stages(before: string | undefined): Promise<NameBlocks[]> {
    const top = sql`select coalesce(max(id), 0) last from customer where ${before ? sql`id < ${before}` : sql`true`}`;
    const { last } = await this.database.one<{ last: string }>(top);
    return STAGES.map(({ size, many }) => ({
      size,
      many,
      last: Math.floor(Number(last) / NAME_BLOCKS[size]),
    })).filter((blocks) => blocks.last >= blocks.many);
  }

  private async ids(query: Sql): Promise<string[]> {
    return (await this.database.rows<{ id: string }>(query)).map(({ id }) => id);
  }

  /** Is read along an index, the newest first. */
  private among(member: Member, before: string | undefined): Sql {
    if (member.isAdmin)
      return sql`(select * from customer where ${before ? sql`id < ${before}` : sql`true`} order by id desc) u`;
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

function newest(member: Member, from: Sql, { before, many }: Wanted, named = sql`true`): Sql {
  return sql`
    select u.id from ${from} where ${knownTo(member)} and ${named} ${before ? sql`and u.id < ${before}` : empty}
     order by u.id desc limit ${many}`;
}

/** With `offset 0` the planner does not walk all customers in the order that is asked for outside. */
function indexed(q: string, blocks?: NameBlocks): Sql {
  return sql`(select * from customer u where ${namedIndexed(q, blocks)} offset 0) u`;
}
