import { sql, type Sql } from '../platform/database/index.js';

/** `remaining` counts sends, `keptBack` those of them that are kept for a status notice. */
export interface Allowance {
  remaining: number;
  keptBack: number;
}

/** Whether a message may go; `takesLast`: it may use what is kept back. */
export function mayWrite({ remaining, keptBack }: Allowance, takesLast: boolean): boolean {
  return remaining > (takesLast ? 0 : keptBack);
}

/**
 * The one formula for what may still be sent to an identity. Allowances are not known to add up, so the largest open one
 * counts. One row: `remaining` and `kept_back`; `closes_at` of the window that closes last; `total`, `used` and `until`
 * of the one that has most left. But for the first two they are null where no window is open.
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

/** Over `contact_window w`. A send takes a moment: one that is claimed in the last seconds could arrive too late. */
export function isOpen(now: Date): Sql {
  return sql`w.closes_at > ${now}::timestamptz + interval '5 seconds'`;
}
