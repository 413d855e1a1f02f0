import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import type { Person } from '../customers/index.js';
import type { ChannelAccount } from '../delivery/index.js';

export interface Episode {
  id: string;
  departmentId: string;
  accountId: string;
  started: boolean;
}

const UNDER_WAY = Symbol('episodes of this transaction');

@Injectable()
export class Episodes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  forMessage(account: ChannelAccount, known: Person, at: Date): Sql {
    return sql`
      insert into conversation as c
        (identity_id, customer_id, account_id, department_id, started_at, last_message_at, unanswered_since)
      values (${known.identityId}, ${known.customerId}, ${account.id}, ${account.departmentId}, ${at}, ${at}, ${at})
      on conflict (identity_id) where state <> 'ended' do update
        set last_message_at = greatest(c.last_message_at, excluded.last_message_at),
            unanswered_since = coalesce(c.unanswered_since, excluded.unanswered_since)
      returning id, department_id, account_id, (xmax = 0) started`;
  }

  /** The conversation is locked until commit, so further messages of this transaction belong to it too. */
  remember(identityId: string, episode: Episode): void {
    this.underWay().set(identityId, episode);
  }

  /**
   * Returns the open conversation, or else the last one. Somebody who never wrote gets a new one that is
   * already over.
   */
  async forNotice(identityId: string): Promise<Episode> {
    const underWay = this.underWay().get(identityId);
    if (underWay) return underWay;
    const last = await this.database.maybe<Episode>(sql`
      select id, department_id, account_id, false started from conversation
       where identity_id = ${identityId} and not is_test order by (state <> 'ended') desc, id desc limit 1`);
    if (last) return last;
    const now = this.clock.now();
    return this.database.one<Episode>(sql`
      insert into conversation (identity_id, customer_id, account_id, department_id, state, started_at, last_message_at, ended_at)
      select i.id, i.customer_id, a.id, a.department_id, 'ended', ${now}, ${now}, ${now}
        from identity i join channel_account a on a.id = i.account_id where i.id = ${identityId}
      returning id, department_id, account_id, true started`);
  }

  async forTest(identityId: string): Promise<Episode> {
    const now = this.clock.now();
    return this.database.one<Episode>(sql`
      insert into conversation as c (identity_id, customer_id, account_id, department_id, state, is_test, started_at,
                                     last_message_at, ended_at)
      select i.id, i.customer_id, a.id, a.department_id, 'ended', true, ${now}, ${now}, ${now}
        from identity i join channel_account a on a.id = i.account_id where i.id = ${identityId}
      on conflict (identity_id) where is_test do update set last_message_at = excluded.last_message_at
      returning id, department_id, account_id, (xmax = 0) started`);
  }

  async forReply(identityId: string): Promise<Episode> {
    const now = this.clock.now();
    return this.database.one<Episode>(sql`
      insert into conversation as c (identity_id, customer_id, account_id, department_id, started_at, last_message_at)
      select i.id, i.customer_id, a.id, a.department_id, ${now}, ${now}
        from identity i join channel_account a on a.id = i.account_id where i.id = ${identityId}
      on conflict (identity_id) where state <> 'ended' do update set last_message_at = c.last_message_at
      returning id, department_id, account_id, (xmax = 0) started`);
  }

  private underWay(): Map<string, Episode> {
    return this.database.note(UNDER_WAY, () => new Map<string, Episode>());
  }
}
