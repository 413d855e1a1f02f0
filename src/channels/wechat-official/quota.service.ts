import { Injectable } from '@nestjs/common';
import { Resuming } from '../../delivery/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { type Actor, Events } from '../../platform/events/index.js';
import { type Ability, neededFor } from './abilities.js';
import type { WechatAccount } from './account.js';
import { readAnswer } from './api/api-answer.js';
import { exchange } from './api/exchange.js';
import { outcomeOf } from './send-outcome.js';

// This call takes the AppSecret and no access token, because the quota for access tokens may be used up as
// well.
const CLEAR = '/cgi-bin/clear_quota/v2';
const ANSWER_LIMIT = 64 * 1024;
const USED_UP = 'daily_quota';

/** WeChat clears the quotas of an account this often in a month, whoever asks for it. */
export const CLEARED_PER_MONTH = 10;

/**
 * `resting` lists the calls that wait for a new quota. `cleared` counts the clearings of this month in
 * Shanghai.
 */
export interface Quota {
  resting: { ability: Ability | undefined; until: Date }[];
  cleared: number;
}

@Injectable()
export class AccountQuota {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly resuming: Resuming,
  ) {}

  async of(accountId: string): Promise<Quota> {
    const now = this.clock.now();
    const { apis, cleared } = await this.database.one<{
      apis: { api: string; until: string }[];
      cleared: number;
    }>(sql`
      select (select coalesce(jsonb_agg(jsonb_build_object('api', api, 'until', until) order by api), '[]') from wechat_pause
               where account_id = ${accountId} and reason = ${USED_UP} and until > ${now}) apis,
             (select count(*)::int from event
               where name = 'account.quota_cleared' and subject_type = 'account' and subject_id = ${accountId}
                 and at >= date_trunc('month', ${now}::timestamptz, 'Asia/Shanghai')) cleared`);
    const resting = apis.map(({ api, until }) => ({ ability: neededFor(api), until: new Date(until) }));
    return { resting, cleared };
  }

  /**
   * Waiting messages are sent at once. Returns null, or WeChat's reason, which `explainReason` can explain.
   */
  async clear(account: WechatAccount, by: Actor): Promise<string | null> {
    const { appId, appSecret, apiUrl, channel } = account;
    try {
      const body = { appid: appId, appsecret: appSecret };
      readAnswer(await exchange({ url: `${apiUrl}${CLEAR}`, body, limit: ANSWER_LIMIT }));
    } catch (error) {
      const outcome = outcomeOf(error, 'template');
      return outcome.state === 'accepted' ? 'unknown_code' : outcome.reason;
    }
    await this.cleared(channel.id, by);
    return null;
  }

  private async cleared(accountId: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(
        sql`delete from wechat_pause where account_id = ${accountId} and reason = ${USED_UP}`,
      );
      await this.events.record('account.quota_cleared', { type: 'account', id: accountId }, {}, by);
      await this.resuming.account(accountId, USED_UP);
    });
  }
}
