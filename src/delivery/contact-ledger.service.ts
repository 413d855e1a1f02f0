import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import { isOpen } from './allowance.js';
import { isStale, lapse, type Lapsed, Lapsing } from './lapsing.service.js';
import { moving } from './moving.js';
import { DELIVERIES_DUE } from './planning.js';
import { WINDOW_WARNINGS_S } from './window-watch.service.js';

export type WindowSource = 'message' | 'menu' | 'follow' | 'scan';

/**
 * Keeps the windows in which a customer can be written to. A send is counted in every open window, and the
 * sizes of windows come from the table `window_rule`.
 */
@Injectable()
export class ContactLedger {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lapsing: Lapsing,
    private readonly wakeups: Wakeups,
  ) {}

  /** If the time is not `believable`, the customer was heard but no window opens. */
  async touch(
    identityId: string,
    source: WindowSource,
    { at, believable }: { at: Date; believable: boolean },
  ): Promise<void> {
    void this.database.send(reached(identityId, at));
    if (believable) await this.open(identityId, source, at);
  }

  /**
   * Opens a window and releases the deliveries that waited for it, but for replies that nobody would send now. An earlier statement of the same
   * transaction must have called `reached`: only under its lock are all sends in progress known.
   */
  async open(identityId: string, source: WindowSource, at: Date): Promise<void> {
    const now = this.clock.now();
    const { woken, lapsed } = await this.database.one<{ woken: number; lapsed: Lapsed[] }>(sql`
      with lapsed as (${lapse(sql`d.identity_id = ${identityId} and ${isStale(now)}`, now)}), woken as (
        ${moving('wake', {
          which: sql`d.identity_id = ${identityId} and d.due_at is null and not ${isStale(now)}
                     and (d.lapses_at is null or d.lapses_at > ${now})`,
          set: sql`due_at = ${now}, reason = null`,
        })} returning d.id
      ), opened as (
        insert into contact_window as w (identity_id, source, opened_at, closes_at, allowance, used, watch_at)
        select ${identityId}, r.source, ${at}::timestamptz, ${at}::timestamptz + make_interval(secs => r.seconds), r.allowance,
               least(r.allowance, (${sentSince(identityId, at)})), ${firstLook(source, at)}
          from window_rule r where r.source = ${source} and r.in_force_since <= ${at}
         order by r.in_force_since desc limit 1
        on conflict (identity_id, source) do update
          set opened_at = excluded.opened_at, closes_at = excluded.closes_at, allowance = excluded.allowance, used = excluded.used,
              watch_at = excluded.watch_at
          where w.opened_at <= excluded.opened_at
      )
      select (select count(*)::int from woken) woken,
             (select coalesce(jsonb_agg(jsonb_build_object(
                       'deliveryId', delivery_id, 'purpose', purpose, 'route', route, 'reason', reason,
                       'conversationId', conversation_id, 'departmentId', department_id, 'memberId', member_id)), '[]')
                from lapsed) lapsed`);
    if (lapsed.length > 0) await this.lapsing.tell(lapsed);
    if (woken > 0) this.wakeups.wake(DELIVERIES_DUE);
  }

  /** Gives back a send that certainly never reached the provider. */
  async credit(identityId: string, claimedAt: Date): Promise<void> {
    await this.database.run(sql`
      update contact_window w set used = used - 1
       where identity_id = ${identityId} and ${isOpen(this.clock.now())} and opened_at <= ${claimedAt} and used > 0`);
  }

  /**
   * The provider says that all sends are used, so our count was wrong. Windows opened after the claim stay as
   * they are.
   */
  async exhaust(identityId: string, claimedAt: Date): Promise<void> {
    await this.database.run(sql`
      update contact_window set used = allowance where identity_id = ${identityId} and opened_at <= ${claimedAt}`);
  }

  async close(identityId: string, claimedAt: Date): Promise<void> {
    await this.database.run(sql`
      update contact_window set closes_at = least(closes_at, ${this.clock.now()}), used = allowance
       where identity_id = ${identityId} and opened_at <= ${claimedAt}`);
  }

  /** Returns false and changes nothing if the customer did something later than `at`. */
  async leave(identityId: string, at: Date): Promise<boolean> {
    const left = await this.database.run(sql`
      insert into contact_ledger as l (identity_id, reachable, unreachable_reason, followed, heard_at)
      values (${identityId}, false, 'unfollowed', false, ${at})
      on conflict (identity_id) do update
        set reachable = false, unreachable_reason = 'unfollowed', followed = false, heard_at = excluded.heard_at
        where l.heard_at is null or l.heard_at <= excluded.heard_at`);
    return left === 1;
  }

  async markUnreachable(identityId: string, reason: string): Promise<void> {
    await this.database.run(sql`
      insert into contact_ledger (identity_id, reachable, unreachable_reason, followed)
      values (${identityId}, false, ${reason}, false)
      on conflict (identity_id) do update set reachable = false, unreachable_reason = ${reason}, followed = false`);
  }
}

/**
 * Marks the identity as reachable unless it unfollowed after `at`. Locks the identity's row in the ledger, as
 * every sender does.
 */
export function reached(identityId: string, at: Date): Sql {
  return sql`
    insert into contact_ledger as l (identity_id, followed, heard_at) values (${identityId}, true, ${at}::timestamptz)
    on conflict (identity_id) do update set (reachable, unreachable_reason, followed, heard_at) = (
      select l.reachable or not late, case when late then l.unreachable_reason end, l.followed or not late,
             greatest(l.heard_at, excluded.heard_at)
        from (select coalesce(l.heard_at > excluded.heard_at, false) late) told)`;
}

function firstLook(source: WindowSource, at: Date): Sql {
  if (source !== 'message') return sql`null::timestamptz`;
  return sql`
    ${at}::timestamptz + make_interval(secs => r.seconds - coalesce(
      (select max(warning) from unnest(${WINDOW_WARNINGS_S}::int[]) warning where warning < r.seconds), 0))`;
}

/**
 * Counts the sends that the provider may already have deducted from a window of which we hear only now. The
 * provider gives times in whole seconds, so a send in the same second counts too.
 */
function sentSince(identityId: string, at: Date): Sql {
  return sql`
    select count(*)::int from delivery d
     where d.identity_id = ${identityId} and d.route = 'customer_message' and d.joined_to is null
       and (d.state = 'sending' or d.sent_at >= ${at} or (d.state = 'unknown' and d.settled_at >= ${at}))`;
}
