import { Injectable } from '@nestjs/common';
import { talksWith, type WayOfAsking } from '../../conversations/index.js';
import { allowanceOf } from '../../delivery/index.js';
import type { Member } from '../../staff/index.js';
import { visibleTo } from '../../tickets/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, empty, sql, type Sql } from '../../platform/database/index.js';
import {
  ID,
  INSTANT,
  limitOf,
  NotFound,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
} from '../../platform/http/index.js';
import { excerptOf } from '../../platform/reading/index.js';
import { decidedBy } from './delivery-rights.js';
import { discreet } from './discreet.js';

export interface ConversationRow {
  id: string;
  state: 'waiting' | 'active' | 'ended';
  assignee: { id: string; name: string } | null;
  customer: { id: string; name: string; tier: string };
  identity: { id: string; channel: string; externalId: string };
  /** `keptBack` tells how many of `remaining` are kept for a status notice. */
  ledger: { remaining: number; keptBack: number; closesAt: string | null; reachable: boolean };
  last: { text: string; kind: string; direction: string } | null;
  tickets: { number: string; type: string; priority: string; status: string }[];
  unansweredSince: Date | null;
  /** When and how the customer last asked for a person in this conversation. */
  personAsked: { how: WayOfAsking; at: string } | null;
  lastMessageAt: Date;
  startedAt: Date;
}

export interface MessageRow {
  id: string;
  direction: 'in' | 'out';
  author: { kind: string; id: string | null; name: string | null };
  kind: string;
  /** Personal numbers in the text and its content are masked; `holdsPersonal` tells that there are some. */
  text: string;
  content: Record<string, unknown>;
  holdsPersonal: boolean;
  /** The file is null until it was fetched. Browsers get `playableType` instead of the original. */
  file: { mediaType: string; bytes: number; seconds: number | null; playableType: string | null } | null;
  lost: boolean;
  delivery: {
    id: string;
    state: string;
    route: string | null;
    reason: string | null;
    purpose: string;
    at: string | null;
    /** The message was sent together with the one before it. */
    joined: boolean;
    /** Is false when the member may only read. */
    mayDecide: boolean;
  } | null;
  createdAt: Date;
}

export interface ConversationFilter extends PageRequest {
  state?: string;
  assignee?: string;
}

@Injectable()
export class ConversationQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(member: Member, filter: ConversationFilter): Promise<Page<ConversationRow>> {
    const limit = limitOf(filter.limit);
    const after = readCursor(filter.cursor, INSTANT, ID);
    const rows = await this.database.rows<ConversationRow>(sql`
      ${this.select()} where ${talksWith(member)} ${inState(filter.state)} ${heldBy(member, filter.assignee)}
        ${after ? sql`and (c.last_message_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::bigint)` : empty}
      order by c.last_message_at desc, c.id desc limit ${limit + 1}`);
    return pageOf(rows.map(lastMasked), limit, (row) => [row.lastMessageAt.toISOString(), row.id]);
  }

  async one(member: Member, id: string): Promise<ConversationRow> {
    const row = await this.database.maybe<ConversationRow>(
      sql`${this.select()} where c.id = ${ID.test(id) ? id : null} and ${readableBy(member)}`,
    );
    if (!row) throw new NotFound('conversation_not_found');
    return lastMasked(row);
  }

  /** The newest page comes first, and each page runs from oldest to newest. `cursor` leads to older messages. */
  async messages(member: Member, id: string, page: PageRequest): Promise<Page<MessageRow>> {
    await this.one(member, id);
    return this.thread(member, sql`m.conversation_id = ${id}`, page);
  }

  /** Reads all conversations of the identity. The caller has checked that the member may see the ticket. */
  async withIdentity(member: Member, identityId: string, page: PageRequest): Promise<Page<MessageRow>> {
    const own = sql`m.conversation_id in (select id from conversation where identity_id = ${identityId} and not is_test)`;
    return this.thread(member, own, page);
  }

  private async thread(member: Member, which: Sql, page: PageRequest): Promise<Page<MessageRow>> {
    const limit = limitOf(page.limit);
    const before = readCursor(page.cursor, INSTANT, ID);
    const rows = await this.database.rows<Omit<MessageRow, 'holdsPersonal'> & { sentAt: Date }>(sql`
      select m.id, m.direction, m.kind, m.text, m.content, m.sent_at, m.sent_at created_at,
             case when f.id is not null then jsonb_build_object('mediaType', f.media_type, 'bytes', f.bytes, 'seconds', f.seconds,
                                                                'playableType', f.playable_type) end file,
             exists (select from lost_file l where l.message_id = m.id) lost,
             jsonb_build_object('kind', m.author_kind, 'id', m.author_id::text, 'name', m.author_name) author,
             (select jsonb_build_object('id', d.id::text, 'state', d.state, 'route', d.route, 'reason', d.reason, 'purpose', d.purpose,
                                        'at', coalesce(d.sent_at, d.settled_at), 'joined', d.joined_to is not null, 'mayDecide', ${decidedBy(member)})
                from delivery d join conversation c on c.id = d.conversation_id where d.message_id = m.id order by d.id desc limit 1) delivery
        from message m left join stored_file f on f.message_id = m.id
       where ${which} ${before ? sql`and (m.sent_at, m.id) < (${before[0]}::timestamptz, ${before[1]}::bigint)` : empty}
       order by m.sent_at desc, m.id desc limit ${limit + 1}`);
    const found = pageOf(rows.map(discreet), limit, (row) => [row.sentAt.toISOString(), row.id]);
    return { ...found, data: found.data.reverse() };
  }

  private select(): Sql {
    return sql`
      select c.id, c.state, c.unanswered_since, c.last_message_at, c.started_at,
             case when c.person_asked_at is not null
                  then jsonb_build_object('how', c.person_asked_how, 'at', c.person_asked_at) end person_asked,
             case when a.id is not null then jsonb_build_object('id', a.id::text, 'name', a.name) end assignee,
             jsonb_build_object('id', u.id::text, 'name', u.name, 'tier', u.tier) customer,
             jsonb_build_object('id', i.id::text, 'channel', k.key, 'externalId', i.external_id) identity,
             (select jsonb_build_object('remaining', o.remaining, 'keptBack', o.kept_back, 'closesAt', o.closes_at,
                                        'reachable', coalesce((select reachable from contact_ledger where identity_id = i.id), true))
                from (${allowanceOf(sql`i.id`, this.clock.now())}) o) ledger,
             (select jsonb_build_object('text', m.text, 'kind', m.kind, 'direction', m.direction)
                from message m where m.conversation_id = c.id order by m.sent_at desc, m.id desc limit 1) last,
             (select coalesce(jsonb_agg(jsonb_build_object('number', 'T' || t.number, 'type', t.type, 'priority', t.priority, 'status', t.status)
                              order by t.id desc), '[]')
                from ticket t where t.conversation_id = c.id and not t.is_finished) tickets
        from conversation c
        join customer u on u.id = c.customer_id
        join identity i on i.id = c.identity_id
        join channel_account k on k.id = c.account_id
        left join member a on a.id = c.assignee_id`;
  }
}

function lastMasked(row: ConversationRow): ConversationRow {
  return row.last ? { ...row, last: { ...row.last, text: excerptOf(row.last.text, 200) } } : row;
}

/**
 * Expects `conversation c` in the query. Who may read a ticket may read all that was said with the same person on the
 * same account, because the ticket is answered there. Its words and its files go by this alike.
 */
export function readableBy(member: Member): Sql {
  return sql`(${talksWith(member)} or exists (
    select 1 from ticket t where t.conversation_id = c.id and ${visibleTo(member)}) or not c.is_test and exists (
    select 1 from ticket t where t.identity_id = c.identity_id and ${visibleTo(member)}))`;
}

function inState(state: string | undefined): Sql {
  return state ? sql`and c.state = any(${state.split(',')}::text[])` : empty;
}

function heldBy(member: Member, assignee: string | undefined): Sql {
  if (!assignee) return empty;
  if (assignee === 'none') return sql`and c.assignee_id is null`;
  const id = assignee === 'me' ? member.id : assignee;
  return sql`and c.assignee_id = ${ID.test(id) ? id : null}`;
}
