import { sql, type Sql } from '../platform/database/index.js';

/**
 * `remaining` is how many messages may still be sent. `keptBack` is how many of those are reserved for a status
 * notice.
 */
export interface Allowance {
  remaining: number;
  keptBack: number;
}

/**
 * Says whether a message may go out. With `takesLast` it may also use a send that is reserved for a status notice.
 */
export function mayWrite({ remaining, keptBack }: Allowance, takesLast: boolean): boolean {
  return remaining > (takesLast ? 0 : keptBack);
}

/**
 * This is the only formula for how many messages may still be sent to an identity. WeChat does not say that the
 * allowances of several open windows add up, so only the largest one counts. The query returns one row: `remaining`
 * and `kept_back`; `closes_at` of the window that closes last; `total`, `used` and `until` of the window that has the
 * most left. When no window is open, `remaining` and `kept_back` are 0 and the rest is null.
 */
export function allowanceOf(identity: Sql, now: Date): Sql {
  return sql`
    select o.*, case when s.holds_back then least(1, o.remaining) else 0 end kept_back
      from contact_setting s cross join (
        select coalesce(max(w.allowance - w.used), 0)::int remaining, max(w.closes_at) closes_at,
               (array_agg(w.allowance order by w.allowance - w.used desc, w.closes_at desc))[1] total,
               (array_agg(w.used order by w.allowance - w.used desc, w.closes_at desc))[1] used,
               (array_agg(w.closes_at order by w.allowance - w.used desc, w.closes_at desc))[1] until
          from contact_window w where w.identity_id = ${identity} and ${isOpen(now)}) o`;
}

/**
 * Expects `contact_window w` in the query. Sending takes a moment, so a window counts as closed five seconds early: a
 * message claimed later could arrive too late.
 */
export function isOpen(now: Date): Sql {
  return sql`w.closes_at > ${now}::timestamptz + interval '5 seconds'`;
}
