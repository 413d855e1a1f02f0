import { sql, type Sql } from '../platform/database/index.js';

/** `keptBack` of the `remaining` sends are reserved for a status notice. */
export interface Allowance {
  remaining: number;
  keptBack: number;
}

export function mayWrite({ remaining, keptBack }: Allowance, takesLast: boolean): boolean {
  return remaining > (takesLast ? 0 : keptBack);
}

/**
 * The only formula for how many messages may still be sent to an identity. WeChat does not say that the
 * allowances of several open windows add up, so only the largest one counts. The query returns one row.
 * `closes_at` belongs to the window that closes last; `total`, `used` and `until` belong to the window with
 * the most sends left. When no window is open, `remaining` and `kept_back` are 0 and the rest is null.
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
 * Expects `contact_window w` in the query. Sending takes a moment, so a window counts as closed five seconds
 * before its end.
 */
export function isOpen(now: Date): Sql {
  return sql`w.closes_at > ${now}::timestamptz + interval '5 seconds'`;
}
