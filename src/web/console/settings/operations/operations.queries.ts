import { Injectable } from '@nestjs/common';
import { talksWith } from '../../../../conversations/index.js';
import type { Member } from '../../../../staff/index.js';
import { Clock } from '../../../../platform/clock/index.js';
import { Database, empty, sql } from '../../../../platform/database/index.js';
import {
  ID,
  limitOf,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
} from '../../../../platform/http/index.js';

export const SHOWN_STATES = ['planned', 'sending', 'unknown', 'refused', 'gave_up', 'cancelled'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

export interface OpenDelivery {
  id: string;
  state: ShownState;
  purpose: string;
  route: string | null;
  reason: string | null;
  attempts: number;
  dueAt: Date | null;
  createdAt: Date;
  customer: string;
  account: string;
  ticket: string | null;
}

/** `reason` is one of our own keys, e.g. `wechat.wrong_signature`. */
export interface RefusalLine {
  reason: string;
  today: number;
  week: number;
  month: number;
  last: string;
}

export const MOST = 100;

const CUSTOMERS = sql`delivery d join conversation c on c.id = d.conversation_id and not c.is_test`;

@Injectable()
export class OperationsQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async troubles(): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(sql`
      select (select count(*)::int from (select 1 from inbound_envelope where state = 'failed' limit ${MOST}) e)
           + (select count(*)::int from (select 1 from ${CUSTOMERS} where d.state = 'unknown' limit ${MOST}) d) count`);
    return count;
  }

  async deliveryCounts(): Promise<{ state: ShownState; count: number }[]> {
    return this.database.rows(sql`
      select s.state, (select count(*)::int from (select 1 from ${CUSTOMERS} where d.state = s.state limit ${MOST}) few) count
        from unnest(${[...SHOWN_STATES]}::text[]) with ordinality s (state, place) order by s.place`);
  }

  async deliveries(member: Member, state: ShownState, page: PageRequest): Promise<Page<OpenDelivery>> {
    const limit = limitOf(page.limit);
    const before = readCursor(page.cursor, ID);
    const rows = await this.database.rows<OpenDelivery>(sql`
      select d.id, d.state, d.purpose, d.route, d.reason, d.attempts, d.due_at, d.created_at, u.name customer, a.name account,
             (select 'T' || t.number from ticket t where t.id = d.ticket_id) ticket
        from delivery d
        join conversation c on c.id = d.conversation_id
        join customer u on u.id = c.customer_id
        join channel_account a on a.id = d.account_id
       where ${talksWith(member)} and d.state = ${state} ${before ? sql`and d.id < ${before[0]}` : empty}
       order by d.id desc limit ${limit + 1}`);
    return pageOf(rows, limit, ({ id }) => [id]);
  }

  refusals(): Promise<RefusalLine[]> {
    const today = this.clock.now().toISOString().slice(0, 10);
    return this.database.rows<RefusalLine>(sql`
      select reason, max(day)::text last, sum(count)::int "month",
             coalesce(sum(count) filter (where day = ${today}::date), 0)::int today,
             coalesce(sum(count) filter (where day > ${today}::date - 7), 0)::int week
        from refusal_count where day > ${today}::date - 30 group by reason order by sum(count) desc, reason`);
  }
}
