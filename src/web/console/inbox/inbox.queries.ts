import { Injectable } from '@nestjs/common';
import { talksWith } from '../../../conversations/index.js';
import { namedIndexed, namedLike } from '../../../customers/index.js';
import type { Member } from '../../../staff/index.js';
import { visibleTo } from '../../../tickets/index.js';
import { excerptOf, readable } from '../../../platform/reading/index.js';
import { Clock } from '../../../platform/clock/index.js';
import { Database, empty, sql, type Sql } from '../../../platform/database/index.js';
import { ID, NotFound, type Page, pageOf, readCursor } from '../../../platform/http/index.js';
import { readableBy } from '../../queries/index.js';
import { ORDERS, SHOWN, WAITING } from './inbox-order.js';
import type { InboxRow } from './inbox-row.js';
import type { InboxView } from './inbox-view.js';

/** The conversations of so many customers are read at once, which costs no more than to pass by those of all others. */
const MOST_NAMED = 2_000;

@Injectable()
export class InboxQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Waiting customers are listed with emergencies first and then the longest wait, or by the chat that closes first.
   * The other lists begin with the conversation in which somebody spoke last.
   */
  async list(member: Member, { tab, sort, q, cursor }: InboxView): Promise<Page<InboxRow>> {
    const waiting = tab === 'waiting' && q === '';
    const order = ORDERS[waiting ? sort : 'recent'];
    const last = readCursor(cursor, ...order.shapes);
    const own = sql`${talksWith(member)} ${waiting ? WAITING : empty} ${tab === 'mine' ? heldBy(member) : empty} ${order.after(last)}`;
    const among =
      q === '' ? (order.among?.(member, last, this.clock.now()) ?? empty) : await this.amongNamed(q, own);
    const rows = await this.database.rows<InboxRow>(sql`
      ${this.select(member)} where ${own} ${among} order by ${order.by} limit ${SHOWN + 1}`);
    return pageOf(rows.map(lastMasked), SHOWN, order.key);
  }

  async one(member: Member, id: string): Promise<InboxRow> {
    const found = await this.database.maybe<InboxRow>(
      sql`${this.select(member)} where c.id = ${ID.test(id) ? id : null} and ${readableBy(member)}`,
    );
    if (!found) throw new NotFound('conversation_not_found');
    return lastMasked(found);
  }

  /** Whether customers can write to anybody yet. */
  async isConnected(): Promise<boolean> {
    const { connected } = await this.database.one<{ connected: boolean }>(
      sql`select exists (select from channel_account) as connected`,
    );
    return connected;
  }

  async closing(member: Member, seconds: number): Promise<number> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + seconds * 1000);
    const { count } = await this.database.one<{ count: number }>(sql`
      select count(*)::int count from (
        select 1 from contact_window w
          join conversation c on c.identity_id = w.identity_id and c.state <> 'ended' and c.unanswered_since is not null
         where w.source = 'message' and w.closes_at > ${now} and w.closes_at <= ${until} and ${talksWith(member)} limit 100) soon`);
    return count;
  }

  /** Finds the conversations of the page, so that the rest is asked for these alone. */
  private async amongNamed(q: string, own: Sql): Promise<Sql> {
    return sql`and c.id = any(array(
      select c.id from conversation c where ${own} and ${await this.named(q)}
       order by ${ORDERS.recent.by} limit ${SHOWN + 1}))`;
  }

  /**
   * Matches a part of the customer's name or the number of a ticket about the conversation. If few customers have such a
   * name, their conversations are read. Otherwise the page is full before many others were looked at.
   */
  private async named(q: string): Promise<Sql> {
    const number = /^t?(\d{1,15})$/i.exec(readable(q))?.[1] ?? null;
    const customers = await this.database.rows<{ id: string }>(
      sql`select u.id from customer u where ${namedIndexed(q)} limit ${MOST_NAMED + 1}`,
    );
    if (customers.length > MOST_NAMED)
      // A value and not `exists`, or the planner may read the names of all customers first.
      return sql`((select ${namedLike(q)} from customer u where u.id = c.customer_id)
                  or exists (select 1 from ticket t where t.conversation_id = c.id and t.number = ${number}))`;
    return sql`c.id in (
      select o.id from conversation o where o.customer_id = any(${customers.map(({ id }) => id)}::bigint[])
      union all select t.conversation_id from ticket t where t.number = ${number})`;
  }

  private select(member: Member): Sql {
    return sql`
      select c.id, c.state, c.identity_id, c.unanswered_since, c.last_message_at, c.claimed_at, v.closes_at, c.department_id, k.ticket,
             case when c.state <> 'ended' and c.person_asked_at >= c.unanswered_since then c.person_asked_how end person_asked,
             jsonb_build_object('id', u.id::text, 'name', u.name, 'tier', u.tier) customer,
             case when a.id is not null then jsonb_build_object('id', a.id::text, 'name', a.name) end assignee,
             case when m.id is not null then jsonb_build_object('text', m.text, 'kind', m.kind) end last
        from conversation c
        join customer u on u.id = c.customer_id
        left join member a on a.id = c.assignee_id
        left join contact_window v on v.identity_id = c.identity_id and v.source = 'message' and v.closes_at > ${this.clock.now()}
         and c.unanswered_since is not null and c.state <> 'ended'
        left join lateral (
          select * from message m where m.conversation_id = c.id and m.author_kind in ('customer', 'member')
           order by m.sent_at desc, m.id desc limit 1) m on true
        left join lateral (${ticketOf(member)}) k on true`;
  }
}

/** An emergency comes first, then the ticket to which the last words belong, then the most urgent one. */
function ticketOf(member: Member): Sql {
  return sql`
    select jsonb_build_object('id', t.id::text, 'number', 'T' || t.number, 'priority', t.priority) ticket from ticket t
     where t.conversation_id = c.id and not t.is_finished and ${visibleTo(member)}
     order by t.priority = 'P0' desc,
              exists (select 1 from ticket_message q where q.ticket_id = t.id and q.message_id = m.id) desc,
              t.priority, t.id desc limit 1`;
}

/** A list shows an excerpt, and the number of a card does not belong there. */
function lastMasked(row: InboxRow): InboxRow {
  return row.last ? { ...row, last: { ...row.last, text: excerptOf(row.last.text, 120) } } : row;
}

function heldBy(member: Member): Sql {
  return sql`and c.state <> 'ended' and c.assignee_id = ${member.id}`;
}
