import { Injectable } from '@nestjs/common';
import { Database, empty, join, sql, type Sql } from '../../platform/database/index.js';
import type { Member } from '../../staff/index.js';
import {
  BLOCKS,
  handedTo,
  matches,
  matchesRow,
  newestSeen,
  type Places,
  seenBy,
} from '../../tickets/index.js';

/** Of words that many tickets have, a page is found among so many of the newest. */
const NEWEST = 500;
/** Whoever sees fewer tickets than this has all of them read. */
const MOST_SEEN = 1_000;
/** Further back, so many blocks of the index are asked first, and then more. */
const STAGES = [
  { size: 'small', many: 2 },
  { size: 'small', many: 8 },
  { size: 'large', many: 2 },
] as const;

interface Wanted {
  words: string;
  /** A condition over `ticket t`, which also says who may see it. */
  which: Sql;
  before: string | undefined;
  many: number;
}

/** Finds tickets by their words, the newest first, without reading all that match. */
@Injectable()
export class TicketSearch {
  constructor(private readonly database: Database) {}

  /**
   * Somebody who may see few tickets would have nearly all others read and passed by. This condition over `ticket t` names
   * these few.
   */
  async amongFew(member: Member): Promise<Sql | undefined> {
    if (member.isAdmin) return undefined;
    const seen = seenBy(member);
    const { few } = await this.database.one<{ few: boolean }>(
      sql`select count(*) < ${MOST_SEEN} as few from (select from (${seen}) seen limit ${MOST_SEEN}) seen`,
    );
    return few ? sql`t.id = any(array(select ticket_id from (${seen}) seen))` : undefined;
  }

  /** Returns ids. */
  async newest(member: Member, wanted: Wanted): Promise<string[]> {
    const few = await this.amongFew(member);
    if (few)
      return this.ids(wanted, sql`select * from ticket t where ${few} and ${matchesRow(wanted.words)}`);
    const [lately, top] = await Promise.all([this.ids(wanted, newest(member, wanted)), this.top(wanted)]);
    if (lately.length === wanted.many) return lately;
    for (const { size, many } of STAGES) {
      const last = Math.floor(top / BLOCKS[size]);
      if (last < many) continue;
      const found = await this.ids(wanted, indexed(member, wanted, { size, last, many }));
      if (found.length === wanted.many) return found;
    }
    return this.ids(wanted, indexed(member, wanted, undefined));
  }

  private async top({ before }: Wanted): Promise<number> {
    if (before !== undefined) return Number(before);
    const { last } = await this.database.one<{ last: string | null }>(sql`select max(id) last from ticket`);
    return Number(last);
  }

  private async ids({ which, before, many }: Wanted, among: Sql): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(sql`
      select distinct t.id from (${among}) t
       where ${which} ${before === undefined ? empty : sql`and t.id < ${before}`} order by t.id desc limit ${many}`);
    return rows.map(({ id }) => id);
  }
}

function newest(member: Member, { words, before }: Wanted): Sql {
  const lately = member.isAdmin
    ? sql`select * from ticket t where ${before === undefined ? sql`true` : sql`t.id < ${before}`} order by t.id desc limit ${NEWEST}`
    : sql`select t.* from (${newestSeen(member, before)} limit ${NEWEST}) seen join ticket t on t.id = seen.ticket_id`;
  return sql`select * from (${lately}) t where ${matchesRow(words)}`;
}

/** With `offset 0` the planner does not walk all tickets in the order that is asked for outside. */
function indexed(member: Member, { words }: Wanted, blocks: Places['blocks']): Sql {
  const among = (places: Places) => sql`(select * from ticket t where ${matches(words, places)} offset 0)`;
  if (member.isAdmin) return among({ blocks });
  const since = blocks ? (blocks.last - blocks.many + 1) * BLOCKS[blocks.size] : 0;
  const handed = sql`
    (select * from ticket t where t.id = any(array(select ticket_id from (${handedTo(member)}) handed where ticket_id >= ${since}))
        and ${matchesRow(words)})`;
  return join([among({ blocks, departments: member.departmentIds }), handed], ' union all ');
}
