import type { Member } from '../../../staff/index.js';
import { type Sql, sql } from '../../../platform/database/index.js';

export interface Bell {
  unseen: number;
  ringing: {
    id: string;
    kind: 'page' | 'asked';
    number: string;
    subject: string;
    priority: string;
    at: string;
  }[];
  ringingCount: number;
  ringingBeyond: boolean;
  /** These timers were noticed more than 30 s late, and nobody has taken note of it. Only administrators see them. */
  late: { firings: number; worstSeconds: number; at: string } | null;
}

const SHOWN = 3;

/** This is a column for the query of another page part, so that every page needs only one query. */
export function bellOf(member: Member): Sql {
  const own = sql`a.member_id = ${member.id} and a.means = 'console' and a.state = 'delivered'`;
  const ringing = sql`${own} and a.kind in ('page', 'asked') and a.acknowledged_at is null`;
  return sql`jsonb_build_object(
    'unseen', (select count(*)::int from (select 1 from alert a where ${own} and a.seen_at is null limit 100) u),
    'ringingCount', (select count(*)::int from (select 1 from alert a where ${ringing} limit 100) r),
    'ringingBeyond', exists (select 1 from alert a where ${ringing} offset ${SHOWN}),
    'ringing', (select coalesce(jsonb_agg(to_jsonb(r) order by r.at), '[]') from (
      select a.id::text, a.kind, 'T' || k.number as number, k.subject, k.priority, a.delivered_at as at
        from alert a join ticket k on k.id = a.ticket_id where ${ringing} order by k.priority, a.id limit ${SHOWN}) r),
    'late', ${member.isAdmin ? LATE : sql`null::jsonb`})`;
}

const LATE = sql`(
  select case when count(*) > 0 then jsonb_build_object('firings', sum(firings), 'at', max(last_at),
                                                        'worstSeconds', round(max(worst_ms) / 1000.0)) end
    from timer_lateness where seen_at is null)`;
