import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import type { Route } from './channel.js';
import { Channels } from './channels.js';
import { isOpen } from './contact-ledger.service.js';
import { type Due, joinedTexts, outboundOf } from './due.js';
import type { Claimed } from './sending.service.js';
import { Settlement } from './settlement.service.js';

const LEASE = '40 seconds';
/** A provider that drops the second copy for ten minutes is trusted for nine. */
const DOUBT_S = 60;

/** Takes the oldest unfinished delivery of an identity, decides its route, and debits the contact ledger. */
@Injectable()
export class DeliveryClaim {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly channels: Channels,
    private readonly settlement: Settlement,
  ) {}

  /** `busy`: accounts that have as much under way as they may. */
  async next(busy: string[] = []): Promise<Claimed | 'nothing_due' | 'settled_without_sending'> {
    return this.database.transaction(async () => {
      const identityId = await this.lockIdentity(busy);
      if (identityId === undefined) return 'nothing_due';
      const due = await this.oldestOf(identityId);
      const route = due && (await this.routeFor(due));
      return route ? this.take(due, route) : 'settled_without_sending';
    });
  }

  /**
   * Locks the identity's ledger row, not the delivery: while it is held, and while one of its deliveries is being sent,
   * no other delivery of that identity is due, on any process. Hence order.
   */
  private async lockIdentity(busy: string[]): Promise<string | undefined> {
    const now = this.clock.now();
    const locked = await this.database.maybe<{ identityId: string }>(sql`
      select l.identity_id
        from delivery d
        join contact_ledger l on l.identity_id = d.identity_id
        join channel_account a on a.id = d.account_id
       where d.state = 'planned' and d.due_at <= ${now} and a.enabled and a.id <> all(${busy}::bigint[])
         and not exists (select 1 from delivery e where e.identity_id = d.identity_id and e.state = 'sending')
         and not exists (select 1 from delivery e
                          where e.identity_id = d.identity_id and e.id < d.id and e.state = 'planned' and e.due_at is not null)
       order by d.due_at, d.id limit 1
         for update of l skip locked`);
    return locked?.identityId;
  }

  /** Read anew now that the lock is ours: what the search saw may be older than what another process did meanwhile. */
  private oldestOf(identityId: string): Promise<Due | undefined> {
    const now = this.clock.now();
    return this.database.maybe<Due>(sql`
      select d.id, d.identity_id, d.conversation_id, d.message_id, d.purpose, d.content, d.attempts, d.reason, d.tried,
             d.takes_last or not s.holds_back takes_last, d.may_call and s.calls may_call, d.joins_author, d.created_at,
             d.unclear_since, i.external_id, c.language, l.reachable,
             coalesce((select max(w.allowance - w.used) from contact_window w
                        where w.identity_id = d.identity_id and ${isOpen(now)}), 0)::int remaining,
             (${nextOf()}) next,
             a.id account_id, a.key account_key, a.kind, a.name account_name, a.department_id, a.enabled
        from (select * from delivery where identity_id = ${identityId} and state = 'planned' and due_at is not null
               order by id limit 1) d
        join contact_ledger l on l.identity_id = d.identity_id
        join identity i on i.id = d.identity_id
        join customer c on c.id = i.customer_id
        join channel_account a on a.id = d.account_id
        cross join contact_setting s
       where d.due_at <= ${now} and a.enabled
         and not exists (select 1 from delivery e where e.identity_id = ${identityId} and e.state = 'sending')`);
  }

  private async routeFor(due: Due): Promise<Route | null> {
    if (!due.reachable) return this.settlement.unreachable(due);
    const routes = await this.channels.of(due).routes(outboundOf(due, [due]));
    const open = routes.find((route) => (route === 'customer_message' ? mayWrite(due) : untried(due, route)));
    if (!open) return this.settlement.waitForCustomer(due);
    return this.tooLate(due, open) ? this.settlement.tooLateToRepeat(due) : open;
  }

  /** It may have arrived so long ago that the provider would show the second copy. */
  private tooLate({ kind, unclearSince }: Due, route: Route): boolean {
    if (unclearSince === null) return false;
    const trusted = Math.max(0, this.channels.of({ kind }).repeatableFor(route) - DOUBT_S);
    return this.clock.now().getTime() > unclearSince.getTime() + trusted * 1000;
  }

  private async take(due: Due, route: Route): Promise<Claimed> {
    const now = this.clock.now();
    const parts = route === 'customer_message' ? joinedTexts(due) : [due];
    const ids = parts.map(({ id }) => id);
    await this.database.run(sql`
      ${route === 'customer_message' ? this.debit(due, now) : sql`with nothing as (select 1)`}
      update delivery set state = 'sending', route = ${route}, attempts = attempts + 1, due_at = null, reason = null,
                          joined_to = nullif(${due.id}::bigint, id), claimed_at = ${now},
                          lease_until = clock_timestamp() + ${LEASE}::interval
       where id = any(${ids}::bigint[])`);
    const { identityId, conversationId, attempts } = due;
    const outbound = outboundOf(due, parts);
    return { route, identityId, conversationId, attempts: attempts + 1, claimedAt: now, outbound };
  }

  /** Takes one send off every open window. */
  private debit({ identityId }: Due, now: Date): Sql {
    return sql`
      with debited as (
        update contact_window w set used = used + 1
         where w.identity_id = ${identityId} and w.closes_at > ${now} and w.used < w.allowance)`;
  }
}

/** The last send of a window is kept for a status notice. */
function mayWrite({ remaining, takesLast }: Due): boolean {
  return remaining > (takesLast ? 0 : 1);
}

function untried({ tried }: Due, route: Route): boolean {
  return !tried.includes(route);
}

/** The author's replies that follow without anything in between, as far as they have not been sent. */
function nextOf(): Sql {
  return sql`
    select coalesce(jsonb_agg(jsonb_build_object('id', n.id::text, 'content', n.content, 'createdAt', n.created_at,
                                                 'joinsAuthor', n.joins_author::text) order by n.id), '[]')
      from (select e.* from delivery e
             where d.joins_author is not null and e.identity_id = d.identity_id and e.id > d.id and e.state = 'planned'
             order by e.id limit 9) n`;
}
