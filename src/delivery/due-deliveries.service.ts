import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, oneOf, sql, type Sql } from '../platform/database/index.js';
import { allowanceOf } from './allowance.js';
import type { Due } from './due.js';
import { saidSince } from './staleness.js';

export interface Room {
  free: number;
  of(accountId: string): number;
  full: string[];
}

@Injectable()
export class DueDeliveries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks the ledger rows of identities, which keeps messages in order: while such a row is locked or a
   * message is being sent, no process finds another delivery of the same identity.
   */
  async lockIdentities({ free, full }: Room): Promise<string[]> {
    const now = this.clock.now();
    const locked = await this.database.rows<{ identityId: string }>(sql`
      select l.identity_id
        from delivery d
        join contact_ledger l on l.identity_id = d.identity_id
        join channel_account a on a.id = d.account_id
       where d.state = 'planned' and d.due_at <= ${now} and a.enabled and a.id <> all(${full}::bigint[])
         and not exists (select 1 from delivery e where e.identity_id = d.identity_id and e.state = 'sending')
         and not exists (select 1 from delivery e
                          where e.identity_id = d.identity_id and e.id < d.id and e.state = 'planned' and e.due_at is not null)
       order by d.due_at, d.id limit ${free}
         for update of l skip locked`);
    return locked.map(({ identityId }) => identityId);
  }

  /**
   * Reads the deliveries under the lock, because they may have changed since the search. They are locked too,
   * so that a person who cancels one now learns that it is being sent.
   */
  oldestOf(identities: string[]): Promise<Due[]> {
    const now = this.clock.now();
    return this.database.rows<Due>(sql`
      select d.id, d.identity_id, d.conversation_id, d.message_id, d.purpose, d.content, d.attempts, d.reason, d.tried,
             d.takes_last, d.may_call and s.calls may_call, d.joins_author, d.created_at,
             d.unclear_since, ${saidSince} stale, i.external_id, c.language, l.reachable,
             o.remaining, o.kept_back,
             (${nextOf()}) next,
             a.id account_id, a.key account_key, a.kind, a.name account_name, a.department_id, a.enabled
        from contact_ledger l
       cross join lateral (select * from delivery
                            where identity_id = l.identity_id and state = 'planned' and due_at is not null
                            order by id limit 1 for update) d
        join identity i on i.id = d.identity_id
        join customer c on c.id = i.customer_id
        join channel_account a on a.id = d.account_id
       cross join contact_setting s
       cross join lateral (${allowanceOf(sql`l.identity_id`, now)}) o
       where l.identity_id = ${oneOf(identities)} and d.due_at <= ${now} and a.enabled
         and not exists (select 1 from delivery e where e.identity_id = l.identity_id and e.state = 'sending')
       order by d.due_at, d.id`);
  }
}

function nextOf(): Sql {
  return sql`
    select coalesce(jsonb_agg(jsonb_build_object('id', n.id::text, 'content', n.content, 'createdAt', n.created_at,
                                                 'joinsAuthor', n.joins_author::text) order by n.id), '[]')
      from (select e.* from delivery e
             where d.joins_author is not null and e.identity_id = d.identity_id and e.id > d.id and e.state = 'planned'
               and e.due_at is not null and e.route is distinct from 'call'
             order by e.id limit 9 for update) n`;
}
