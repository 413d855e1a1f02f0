import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Job, Jobs } from '../platform/jobs/index.js';
import type { Member } from '../staff/index.js';
import { ChannelAccounts, Channels } from '../delivery/index.js';
import { TALK_ACTS } from './lifecycle.js';
import { Talks } from './talks.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'conversations.typing': { identityId: string };
  }
}

/**
 * WeChat shows the hint for 15 s, accepts no second one during that time, and accepts none later than 30 s
 * after the customer's last message.
 */
const SHOWN_MS = 15_000;
const AFTER_WORD_MS = 30_000;

@Injectable()
export class TypingHints {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: ChannelAccounts,
    private readonly channels: Channels,
    private readonly jobs: Jobs,
    private readonly talks: Talks,
  ) {}

  /**
   * Does nothing if the hint is already shown, if WeChat would not accept it, or if the member does not hold the
   * conversation. Throws `NotFound` as every act does that is tried on a conversation one may not know of.
   */
  async typing(member: Member, conversationId: string): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + SHOWN_MS);
    const since = new Date(now.getTime() - AFTER_WORD_MS);
    await this.database.transaction(async () => {
      await this.talks.requireKnown(member, conversationId);
      const shown = await this.database.maybe<{ identityId: string }>(sql`
        insert into typing_hint as h (identity_id, until)
        select c.identity_id, ${until}::timestamptz from conversation c
         where c.id = ${conversationId} and c.state = any(${[...TALK_ACTS.type.from]}::text[]) and c.assignee_id = ${member.id}
           and exists (select from contact_window w where w.identity_id = c.identity_id
                        and w.opened_at > ${since} and w.closes_at > ${now} and w.used < w.allowance)
        on conflict (identity_id) do update set until = excluded.until where h.until <= ${now}
        returning identity_id`);
      if (shown) await this.jobs.enqueue('conversations.typing', shown, { maxAttempts: 1 });
    });
  }

  @Job('conversations.typing')
  async show({ identityId }: { identityId: string }): Promise<void> {
    const { accountId, externalId } = await this.database.one<{ accountId: string; externalId: string }>(
      sql`select account_id, external_id from identity where id = ${identityId}`,
    );
    const account = await this.accounts.byId(accountId);
    if (account.enabled) await this.channels.of(account).typing?.(account, externalId);
  }
}
