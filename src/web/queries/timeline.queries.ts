import { Injectable } from '@nestjs/common';
import { Database, empty, sql } from '../../platform/database/index.js';

export interface EventRow {
  id: string;
  at: Date;
  name: string;
  actorKind: 'member' | 'customer' | 'system' | 'bot';
  actor: string | null;
  data: Record<string, unknown>;
}

/** A member wrote this text: a note, a handoff's note or answer, a hold's reason, or a resolution. */
export interface SaidRow {
  kind: 'note' | 'handoff' | 'handoff_answer' | 'hold' | 'resolution' | 'reopening';
  id: string;
  text: string;
  author: string | null;
  at: Date;
}

interface SaidPage {
  limit?: number | null;
  after?: string[];
}

@Injectable()
export class TimelineQueries {
  constructor(private readonly database: Database) {}

  /** Lists the oldest first, starting after the event `after`. */
  events(ticketId: string, limit: number, after: string | null = null): Promise<EventRow[]> {
    return this.database.rows<EventRow>(sql`
      select e.id, e.at, e.name, e.actor_kind, m.name actor, e.data
        from event e left join member m on e.actor_kind = 'member' and m.id = e.actor_id
       where e.subject_type = 'ticket' and e.subject_id = ${ticketId} and (${after}::bigint is null or e.id > ${after}::bigint)
       order by e.id limit ${limit}`);
  }

  /** Lists the oldest first: all of it, or `limit` rows after the one that `after` names by instant, kind and id. */
  said(ticketId: string, { limit = null, after }: SaidPage = {}): Promise<SaidRow[]> {
    return this.database.rows<SaidRow>(sql`
      select s.kind, s.id, s.text, m.name author, s.at from (
        select 'note' kind, id, text, author_id, created_at at from note where ticket_id = ${ticketId}
        union all
        select 'handoff', id, note, offered_by, offered_at from handoff where ticket_id = ${ticketId}
        union all
        select 'handoff_answer', id, answer, answered_by, answered_at from handoff
         where ticket_id = ${ticketId} and answer <> ''
        union all
        select 'hold', id, reason, held_by, held_at from hold where ticket_id = ${ticketId}
        union all
        select 'resolution', id, note, resolved_by, resolved_at from resolution where ticket_id = ${ticketId}
        union all
        select 'reopening', id, reopen_reason, reopened_by, reopened_at from resolution
         where ticket_id = ${ticketId} and reopen_reason <> ''
      ) s left join member m on m.id = s.author_id
      ${after ? sql`where (s.at, s.kind, s.id) > (${after[0]}::timestamptz, ${after[1]}, ${after[2]}::bigint)` : empty}
      order by s.at, s.kind, s.id limit ${limit}`);
  }
}
