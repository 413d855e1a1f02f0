import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { Database, join, sql, type Sql } from '../../platform/database/index.js';
import { seenBy } from './deliveries.queries.js';

/** `more` is true if there may be older ones that were not counted. */
export interface Counted {
  count: number;
  more: boolean;
}

/** Without this bound, a member who may see only few of the failed deliveries would wait until all were looked at. */
const LOOKED_AT = 1000;

/** Each of these conditions has its own index. */
const WAITING: [name: string, which: Sql][] = [
  ['call', sql`d.state = 'planned' and d.route = 'call'`],
  ...['planned', 'sending', 'unknown', 'refused', 'gave_up'].map((state): [string, Sql] => [
    state,
    sql`d.state = ${state}`,
  ]),
];

@Injectable()
export class DeliveryCounts {
  constructor(private readonly database: Database) {}

  async of(member: Member, most: number): Promise<Record<string, Counted>> {
    const counts = WAITING.map(([name, which]) => {
      const newest = sql`(select * from delivery d where ${which} order by d.id desc limit ${LOOKED_AT})`;
      return sql`
        select ${name} state,
               (select count(*)::int from (
                  select 1 from ${newest} d join conversation c on c.id = d.conversation_id
                   where ${seenBy(member)} limit ${most}) few) count,
               (select count(*) = ${LOOKED_AT} from ${newest} looked) more`;
    });
    const rows = await this.database.rows<Counted & { state: string }>(join(counts, ' union all '));
    return Object.fromEntries(rows.map(({ state, ...counted }) => [state, counted]));
  }
}
