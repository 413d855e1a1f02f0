import { Injectable } from '@nestjs/common';
import { isId } from '../../platform/text/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, empty, sql, type Sql } from '../../platform/database/index.js';
import { ID, limitOf, type Page, pageOf, type PageRequest, readCursor } from '../../platform/http/index.js';

/** `from` and `to` are whole days of the shop, both included. `member` is an id, `system` or `nobody`. */
export interface AuditFilter {
  member?: string;
  action?: string;
  subjectType?: string;
  subjectId?: string;
  from?: string;
  to?: string;
}

/** `subjectName` is a text, or a name in each language. It is null for what has none or is gone. */
export interface AuditRow {
  id: string;
  at: Date;
  /** It is `nobody` where somebody was not signed in. */
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  address: string | null;
  requestId: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  subjectName: string | Record<string, string> | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

const BATCH = 1_000;
/** Whoever fails to sign in may be anybody, and is not the program. */
const ACTOR_KIND = sql`
  (case when a.action = 'member.sign_in_failed' and a.actor_kind = 'system' then 'nobody' else a.actor_kind end)`;

@Injectable()
export class AuditQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(filter: AuditFilter, page: PageRequest = {}): Promise<Page<AuditRow>> {
    const limit = limitOf(page.limit);
    const before = readCursor(page.cursor, ID);
    const rows = await this.rows(filter, before?.[0], limit + 1);
    return pageOf(rows, limit, ({ id }) => [id]);
  }

  /** Yields everything, the newest first, and holds no more than one batch at a time. */
  async *all(filter: AuditFilter): AsyncGenerator<AuditRow[]> {
    for (let before: string | undefined; ;) {
      const rows = await this.rows(filter, before, BATCH);
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
      before = rows.at(-1)!.id;
    }
  }

  /** Returns every action that stands on the list. It reads one row of the index for each. */
  async actions(): Promise<string[]> {
    const rows = await this.database.rows<{ action: string }>(sql`
      with recursive found as (
        select min(action) as action from audit
        union all
        select (select min(a.action) from audit a where a.action > found.action) from found where found.action is not null
      )
      select action from found where action is not null`);
    return rows.map(({ action }) => action);
  }

  private rows(filter: AuditFilter, before: string | undefined, most: number): Promise<AuditRow[]> {
    return this.database.rows<AuditRow>(sql`
      select a.id, a.at, ${ACTOR_KIND} as actor_kind, a.actor_id, m.name as actor_name, a.address, a.request_id, a.action,
             a.subject_type, a.subject_id, ${SUBJECT_NAME} as subject_name, a.before, a.after
        from audit a left join member m on a.actor_kind = 'member' and m.id = a.actor_id
       where ${this.fits(filter)} ${before ? sql`and a.id < ${before}` : empty}
       order by a.id desc limit ${most}`);
  }

  private fits({ member, action, subjectType, subjectId, from, to }: AuditFilter): Sql {
    const begins = (day: Sql) => sql`((${day})::timestamp at time zone ${this.clock.zone})`;
    return sql`
      true ${member === 'system' ? sql`and ${ACTOR_KIND} not in ('member', 'nobody')` : empty}
      ${member === 'nobody' ? sql`and ${ACTOR_KIND} = 'nobody'` : empty}
      ${member && isId(member) ? sql`and a.actor_kind = 'member' and a.actor_id = ${member}` : empty}
      ${action ? sql`and a.action = ${action}` : empty}
      ${subjectType ? sql`and a.subject_type = ${subjectType}` : empty}
      ${subjectId ? sql`and a.subject_id = ${subjectId}` : empty}
      ${from ? sql`and a.at >= ${begins(sql`${from}::date`)}` : empty}
      ${to ? sql`and a.at < ${begins(sql`${to}::date + 1`)}` : empty}`;
  }
}

/** Names are read where they stand today, because the list itself holds no names of people. */
const BY_ID = sql`case when a.subject_id ~ '^[0-9]{1,18}$' then a.subject_id::bigint end`;
const SUBJECT_NAME = sql`
  case a.subject_type
    when 'member' then (select to_jsonb(s.name) from member s where s.id = ${BY_ID})
    when 'department' then (select s.name from department s where s.id = ${BY_ID})
    when 'account' then (select to_jsonb(s.name) from channel_account s where s.id = ${BY_ID})
    when 'ticket' then (select to_jsonb('T' || s.number) from ticket s where s.id = ${BY_ID})
    when 'api_token' then (select to_jsonb(s.name) from api_token s where s.id = ${BY_ID})
    when 'roster' then (select s.name from roster s where s.key = a.subject_id)
    when 'robot' then (select s.name from robot s where s.key = a.subject_id)
    when 'provider' then (select s.name from identity_provider s where s.key = a.subject_id)
    when 'calendar' then (select s.name from calendar s where s.key = a.subject_id)
    when 'policy' then (select s.name from policy s where s.key = a.subject_id)
  end`;
